/* data-progress="address" on an element: its content is asked for again every three seconds while it says that something waits. */
(() => {
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const ask = async () => {
    if (!place.querySelector("[data-progress-waits]")) return;
    try {
      const answer = await fetch(place.dataset.progress, { headers: { "X-Fragment": "1" }, credentials: "same-origin" });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* asked again next time */ }
    setTimeout(ask, 3000);
  };
  setTimeout(ask, 3000);
})();
