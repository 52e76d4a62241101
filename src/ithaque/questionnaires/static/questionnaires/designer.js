// The designer: questions moved by their buttons or dragged by their grip. The buttons work without a script too.
let held = null;

const designer = () => document.getElementById("designer");
const questionOf = (target) => target.closest?.(".designer-question");
const listOf = (target) => target.closest?.(".designer-step")?.querySelector("[data-list]");

function prepare() {
  for (const grip of designer()?.querySelectorAll("[data-grip]") ?? []) grip.draggable = true;
}

function place(list, y) {
  const others = [...list.querySelectorAll(".designer-question")].filter((one) => one !== held);
  const next = others.find((one) => y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  return { next, number: next ? others.indexOf(next) : others.length };
}

// The buttons stand outside the one form they send: what is pressed is sent here, and the outline alone comes back.
function act(what) {
  const { action } = document.getElementById("acts");
  window.htmx.ajax("POST", action, { values: { do: what }, target: "#designer", swap: "outerHTML" });
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "acts" || !event.submitter) return;
  event.preventDefault();
  act(event.submitter.value);
});

document.addEventListener("dragstart", (event) => {
  if (!event.target.matches?.("[data-grip]")) return;
  held = questionOf(event.target);
  held.classList.add("is-held");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.key);
  event.dataTransfer.setDragImage(held, 20, 20);
});

document.addEventListener("dragover", (event) => {
  const list = held && listOf(event.target);
  if (!list) return;
  event.preventDefault();
  const { next } = place(list, event.clientY);
  if (next) next.before(held);
  else list.append(held);
});

document.addEventListener("drop", (event) => {
  const list = held && listOf(event.target);
  if (!list) return;
  event.preventDefault();
  const { number } = place(list, event.clientY);
  act(`drop:${held.dataset.key}:${list.dataset.list}:${number}`);
});

document.addEventListener("dragend", () => {
  held?.classList.remove("is-held");
  held = null;
});

document.addEventListener("htmx:afterSettle", prepare);
prepare();
