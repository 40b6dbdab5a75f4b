/* [data-keys], where the keys are listed: arrows and letters move through the rows, choose, take and give. Letters only while data-keys is "on",
   never inside a field, never with Ctrl, Alt or Meta. Without script all of it is links, boxes and buttons. */
(() => {
  const keys = document.querySelector("[data-keys]");
  if (!keys) return;
  const form = document.querySelector("form[data-inbox]");
  const rows = form ? [...form.querySelectorAll("tbody tr")] : [];
  const link = (row) => row.querySelector("th a");
  const box = (row) => row.querySelector("input[type=checkbox]");
  const letters = keys.dataset.keys === "on";
  const now = () => rows.findIndex((row) => row.contains(document.activeElement));

  const stand = (at) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))];
    if (!row) return;
    rows.forEach((one) => one.classList.toggle("is-focused", one === row));
    link(row).focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const count = form?.querySelector("[data-chosen]");
  const words = count?.textContent;
  const none = form?.querySelector("[data-none]");
  const tell = () => {
    rows.forEach((row) => row.classList.toggle("is-chosen", Boolean(box(row)?.checked)));
    const chosen = rows.filter((row) => box(row)?.checked).length;
    if (chosen && none) none.textContent = "";
    if (count) count.textContent = chosen ? count.dataset.chosen.replace("#", chosen) : words;
  };

  let last = -1;
  form?.addEventListener("click", (event) => {
    const all = event.target.closest("a[data-all]");
    if (all) {
      event.preventDefault();
      const on = rows.some((row) => !box(row).checked);
      rows.forEach((row) => { box(row).checked = on; });
      tell();
      return;
    }
    const at = rows.findIndex((row) => box(row) === event.target);
    if (at < 0) return;
    if (event.shiftKey && last >= 0) {
      rows.slice(Math.min(at, last), Math.max(at, last) + 1).forEach((row) => { box(row).checked = event.target.checked; });
    }
    last = at;
    tell();
  });
  form?.addEventListener("submit", (event) => {
    if (!event.submitter?.closest(".sk-bulk") || rows.some((row) => box(row)?.checked)) return;
    event.preventDefault();
    if (none) none.textContent = none.dataset.none;
    if (rows[0]) box(rows[0]).focus();
  });

  const post = (row) => {
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = row.dataset.take;
    const fields = { csrf_token: form.dataset.token, before: row.dataset.holder, tilbake: form.elements.tilbake.value };
    for (const [name, value] of Object.entries(fields)) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      sent.append(field);
    }
    document.body.append(sent);
    sent.submit();
  };
  const give = (row) => {
    if (!rows.some((one) => box(one)?.checked)) box(row).checked = true;
    form.querySelector("button[value=tildel]").click();
  };

  const deeds = {
    j: () => stand(now() + 1),
    k: () => stand(now() < 0 ? 0 : now() - 1),
    x: (row) => { if (row && box(row)) { box(row).checked = !box(row).checked; tell(); } },
    t: (row) => { if (row && form.dataset.token) post(row); },
    g: (row) => { if (row && form.dataset.token) give(row); },
    "/": () => document.getElementById("sok")?.focus(),
    "?": () => document.getElementById("taster")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (typing) return;
    const row = rows[now()];
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && (row || document.activeElement === document.body)) {
      event.preventDefault();
      stand(row ? now() + arrow : 0);
      return;
    }
    const deed = letters && deeds[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    deed(row);
  });
  form?.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr");
    rows.forEach((one) => one.classList.toggle("is-focused", one === row && event.target === link(one)));
  });
  tell();
})();
