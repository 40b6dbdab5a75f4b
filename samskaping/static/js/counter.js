/* data-counter on a textarea: how many characters are written, seen at once and read out when you pause. */
(() => {
  for (const area of document.querySelectorAll("textarea[data-counter]")) {
    const out = document.getElementById(area.dataset.counter);
    if (!out) continue;
    const most = Number(area.dataset.counterMax);
    const figures = new Intl.NumberFormat("nb-NO");
    const show = () => {
      const length = [...area.value.replace(/\n/g, "\n")].length;
      const words = length > most ? out.dataset.over : out.dataset.text;
      out.textContent = words.replace("{n}", figures.format(length > most ? length - most : length)).replace("{max}", figures.format(most));
      out.classList.toggle("is-over", length > most);
    };
    area.addEventListener("input", show);
    show();
  }
})();
