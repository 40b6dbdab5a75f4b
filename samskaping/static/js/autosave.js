/* data-autosave="address" on a form: what is written is sent there every ten seconds while it changes. */
(() => {
  const clock = () => new Date().toLocaleTimeString("nb-NO", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const status = form.querySelector("[data-autosave-status]");
    const say = (text) => { if (status && text) status.textContent = text.replace("{time}", clock()); };
    let changed = false;
    let busy = false;
    const save = async () => {
      if (!changed || busy || form.dataset.sending) return;
      changed = false;
      busy = true;
      try {
        const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        say(status?.dataset.saved);
      } catch {
        changed = true;
        say(status?.dataset.failed);
      } finally {
        busy = false;
      }
    };
    form.addEventListener("input", () => { changed = true; });
    setInterval(save, 10000);
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  }
})();
