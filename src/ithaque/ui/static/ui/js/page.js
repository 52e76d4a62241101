// What every page may use, attached by data- attributes. Pages read and submit without it.

const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

// htmx requests carry the CSRF token; nothing is inherited from parent elements.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});
// A form refused (422, 409) is shown with its errors, like any answer.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
// New content: the error summary, or what asks for it, takes the focus.
const focusFirst = (root) => root.querySelector?.("[data-focus]")?.focus();
// A password gets its "show" button: without a script there is none.
const offerShow = (root) => root.querySelectorAll?.("[data-password] button").forEach((button) => { button.hidden = false; });
// The current tab is in sight, where they do not all fit.
function showTab(root) {
  for (const tab of root.querySelectorAll?.(".tabs [aria-current]") ?? []) {
    const bar = tab.closest(".tabs"), [place, frame] = [tab, bar].map((one) => one.getBoundingClientRect());
    bar.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
  }
}
function welcome(root) {
  showTab(root);
  focusFirst(root);
  offerShow(root);
  dock(root);
  label(root);
}
document.addEventListener("htmx:afterSettle", (event) => welcome(event.target));

// A form is sent once: its button keeps its width and says so.
const sending = (form) => form.dataset.sending === "yes";
const pressed = (form, submitter) => submitter ?? form.querySelector("button[type=submit], button:not([type])");

function markSending(form, submitter) {
  form.dataset.sending = "yes";
  const button = pressed(form, submitter);
  if (!button || button.matches("[role=checkbox], [data-quick]")) return;
  button.style.minInlineSize = `${button.getBoundingClientRect().width}px`;
  button.dataset.words = button.innerHTML;
  button.setAttribute("aria-busy", "true");
  const spinner = Object.assign(document.createElement("span"), { className: "spinner-border spinner-border-sm" });
  spinner.setAttribute("aria-hidden", "true");
  button.replaceChildren(spinner, button.dataset.busy ?? document.documentElement.dataset.busy ?? "…");
}

function unmark(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy][data-words]")) {
    button.innerHTML = button.dataset.words;
    button.removeAttribute("aria-busy");
    button.style.minInlineSize = "";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || form.hasAttribute("data-again")) return;
  if (sending(form)) return event.preventDefault();
  // After this turn: a disabled or changed button would not send its own name and value.
  setTimeout(() => { if (!event.defaultPrevented || form.matches("[hx-post]")) markSending(form, event.submitter); });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) unmark(form);
});
// Back from the browser's cache: forms can be sent again.
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("[data-sending]").forEach(unmark); });

// Dialogs: <button data-opens="id">. Closing is native (form method=dialog, Escape).
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  if (dialog.matches(".drawer") && wide.matches) dialog.show();
  else dialog.showModal();
});

// A drawer is docked beside the page; on a phone it becomes a sheet that its button opens.
const wide = matchMedia("(min-width: 64rem)");
function dock(root) {
  for (const drawer of root.querySelectorAll?.(".drawer") ?? []) {
    const opener = drawer.parentElement.querySelector("[data-opens]");
    const follow = () => { opener.hidden = drawer.open; };
    if (!wide.matches) drawer.close();
    drawer.addEventListener("toggle", follow);
    drawer.addEventListener("close", follow);
    follow();
  }
}

// On a phone a row of a list is a card: each cell says what its column was.
function label(root) {
  for (const table of root.querySelectorAll?.(".list-table") ?? []) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, place) => { if (place && heads[place] && !("label" in cell.dataset)) cell.dataset.label = heads[place]; });
    }
  }
}

// A control that submits its form when it changes (filters, choices without a button).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form?.requestSubmit();
});

// Passwords that can be looked at.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-password] button");
  if (!button) return;
  const input = button.closest("[data-password]").querySelector("input");
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  button.querySelector("span").textContent = shown ? button.dataset.show : button.dataset.hide;
});

// Chosen files say their names and sizes; one that is too big says so before it is sent.
document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-file]");
  if (!box || event.target.type !== "file") return;
  const files = [...event.target.files];
  const limit = Number(box.dataset.maxBytes || Infinity);
  const tooBig = files.some((file) => file.size > limit);
  event.target.setCustomValidity(tooBig ? box.dataset.tooBig : "");
  const size = (bytes) => new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: bytes < 1e6 ? "kilobyte" : "megabyte", maximumFractionDigits: 1 }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6));
  box.querySelector("[data-chosen]").textContent = tooBig ? box.dataset.tooBig : files.map((file) => `${file.name}, ${size(file.size)}`).join(" · ");
});

// Autosave: <form data-autosave="/url"> sends what is typed and shows the server's sentence in [data-saved].
// One save at a time, so that an older one never arrives after a newer one; whatever else leaves the page waits for
// it, and carries or sends what was typed since.
const PAUSE = 900;
const due = new Map();
const underWay = new Map();
const toSave = (target) => target.closest?.("form[data-autosave]");

async function post(form, keepalive) {
  const said = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), keepalive, headers: { "X-CSRFToken": token(), "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    if (said) said.innerHTML = await answer.text();
  } catch {
    // What the server put beside its sentence for the next save stays.
    if (said) said.replaceChildren(said.dataset.unsaved ?? "", ...said.querySelectorAll("input"));
  }
}

function forgetSave(form) {
  clearTimeout(due.get(form));
  due.delete(form);
}

function save(form, keepalive = false) {
  forgetSave(form);
  // A form that left the page was sent otherwise: what it holds is older than what was kept.
  if (!form.isConnected) return Promise.resolve();
  const next = (underWay.get(form) ?? Promise.resolve()).then(() => post(form, keepalive));
  underWay.set(form, next);
  return next.finally(() => { if (underWay.get(form) === next) underWay.delete(form); });
}

// What has to be over before `leaving` is sent: its own save under way; of other forms, what is typed and not sent yet.
function before(leaving) {
  if (leaving) forgetSave(leaving);
  const others = [...due.keys()].filter((form) => form !== leaving);
  return [...underWay.values(), ...others.map((form) => save(form))];
}

function autosave(event) {
  const form = toSave(event.target);
  if (!form || event.target.type === "file" || event.target.type === "password") return;
  clearTimeout(due.get(form));
  due.set(form, setTimeout(save, PAUSE, form));
}
document.addEventListener("input", autosave);
document.addEventListener("change", autosave);
document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb, issueRequest } = event.detail;
  const waited = before(verb === "get" ? null : toSave(elt));
  if (!waited.length) return;
  event.preventDefault();
  Promise.allSettled(waited).then(() => issueRequest(true));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog" || form.matches("[hx-post]")) return;
  const waited = before(toSave(form));
  if (!waited.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.allSettled(waited).then(() => form.requestSubmit(event.submitter));
}, true);
// A link, a closed tab: what is typed leaves before the page does.
addEventListener("pagehide", () => { for (const form of [...due.keys()]) save(form, true); });

welcome(document);
