/* data-live="address" on a text field: after a pause its words are sent there, and the answer fills the target. */
(() => {
  for (const field of document.querySelectorAll("[data-live]")) {
    const target = document.getElementById(field.dataset.liveTarget);
    if (!target) continue;
    let timer;
    let asked = 0;
    let last = "";
    const ask = async () => {
      const words = field.value.trim();
      if (words.length < Number(field.dataset.liveMin ?? 20) || words === last) return;
      last = words;
      const mine = ++asked;
      const url = new URL(field.dataset.live, location.href);
      url.searchParams.set("q", words.slice(0, 400));
      try {
        const answer = await fetch(url, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
        if (answer.ok && mine === asked) target.innerHTML = await answer.text();
      } catch { /* The same is shown on the next step; nothing is lost. */ }
    };
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 600); });
  }
})();
