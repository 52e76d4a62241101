// The agenda of a meeting under way says where one is, gently: which point, how long it still has. It can be hidden.

const KEY = "ith-timekeeper";
const TICK = 5_000;

function keep(box) {
  const rows = [...box.querySelectorAll("[data-from]")];
  const said = box.querySelector("[data-now]");
  const button = box.querySelector("[data-hide]");
  const show = () => {
    const hidden = localStorage.getItem(KEY) === "hidden";
    const now = Date.now();
    const current = rows.find((row) => Date.parse(row.dataset.from) <= now && now < Date.parse(row.dataset.to));
    for (const row of rows) {
      if (!hidden && row === current) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    }
    button.hidden = !current;
    button.textContent = hidden ? button.dataset.show : button.dataset.words;
    said.hidden = hidden || !current;
    if (!current) return;
    const left = Math.max(1, Math.ceil((Date.parse(current.dataset.to) - now) / 60_000));
    said.textContent = said.dataset.words.replace("{minutes}", String(left));
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, localStorage.getItem(KEY) === "hidden" ? "shown" : "hidden");
    show();
  });
  show();
  setInterval(show, TICK);
}

for (const box of document.querySelectorAll("[data-timekeeper]")) keep(box);
