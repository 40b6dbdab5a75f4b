/* data-files="address" on a form: files that are chosen or dropped are sent at once, one by one, each with its progress. */
(() => {
  const form = document.querySelector("form[data-files]");
  if (!form) return;
  const words = form.dataset;
  const field = form.querySelector("input[type=file]");
  const rows = form.querySelector("[data-rows]");
  const uploads = form.querySelector("[data-uploads]");
  const status = form.querySelector("[data-uploads-status]");
  const drop = field.closest(".sk-drop");
  form.querySelector("[data-without-script]").hidden = true;
  drop.querySelector(".sk-drop__ask").hidden = false;
  drop.classList.add("is-live");

  const line = (name) => {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = `${name}: ${words.inTurn}`;
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    item.append(label, bar);
    uploads.append(item);
    return { item, label, bar };
  };
  const fail = (shown, name, why) => {
    failures += 1;
    shown.bar.remove();
    shown.label.textContent = why.includes(name) ? why : `${name}: ${why}`;
    shown.label.className = "ds-validation-message";
    status.textContent = shown.label.textContent;
  };
  const send = (file, shown) => new Promise((done) => {
    if (file.size > Number(words.most)) { fail(shown, file.name, words.tooLarge); done(); return; }
    shown.label.textContent = `${words.uploading} ${file.name}`;
    const body = new FormData();
    for (const name of ["csrf_token", "once"]) body.append(name, form.elements[name].value);
    body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", location.pathname);
    request.setRequestHeader("X-Fragment", "1");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) shown.bar.value = (100 * event.loaded) / event.total; });
    request.addEventListener("load", () => {
      const isText = (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
      if (request.status === 200) {
        shown.item.remove();
        show(request.responseText);
        form.querySelector("[data-none]").hidden = rows.children.length > 0;
        status.textContent = `${file.name} ${words.done}`;
        watch();
      } else fail(shown, file.name, isText ? request.responseText : words.failed);
      done();
    });
    request.addEventListener("error", () => { fail(shown, file.name, words.failed); done(); });
    request.send(body);
  });
  let turn = Promise.resolve();
  let left = 0;
  let failures = 0;
  const take = (files) => {
    if (!left) { uploads.replaceChildren(); failures = 0; }
    for (const file of files) {
      const shown = line(file.name);
      left += 1;
      turn = turn.then(() => send(file, shown)).then(() => { left -= 1; });
    }
  };
  field.addEventListener("change", () => { take([...field.files]); field.value = ""; });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      if (name === "drop") take([...event.dataTransfer.files]);
    });
  }
  /* Whoever saves while files are on their way, leaves when they have come; and stays where one did not. */
  form.addEventListener("submit", (event) => {
    if (!left) return;
    event.preventDefault();
    event.stopPropagation();
    const { submitter } = event;
    turn.then(() => { if (!left && !failures) form.requestSubmit(submitter); });
  });

  /* The rows as they stand now: new ones come last, and of those that were waited for what they look like and where they
     are; what is being written stays as it is. */
  const show = (html) => {
    const fresh = document.createElement("ul");
    fresh.innerHTML = html;
    for (const now of [...fresh.children]) {
      const row = rows.querySelector(`#${CSS.escape(now.id)}`);
      if (!row) { rows.append(now); continue; }
      if (!row.hasAttribute("data-waits") || now.hasAttribute("data-waits")) continue;
      row.removeAttribute("data-waits");
      for (const part of ["look", "state"]) row.querySelector(`[data-part=${part}]`).replaceWith(now.querySelector(`[data-part=${part}]`));
    }
  };

  let watching = false;
  const watch = () => { if (!watching && rows.querySelector("[data-waits]")) { watching = true; setTimeout(ask, 2000); } };
  const ask = async () => {
    watching = false;
    try {
      const answer = await fetch(words.files, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
      if (answer.ok) show(await answer.text());
    } catch { /* asked again next time */ }
    watch();
  };
  watch();
})();
