// A form being filled: questions follow their conditions (as ithaque.questionnaires.conditions decides on the
// server), and nothing typed is lost when the network cuts: it waits in this browser until it is saved.
const form = document.querySelector("form[data-fill]");
const PAUSE = 900;
const FIRST_RETRY = 4000;
const LAST_RETRY = 60000;
const KEPT_DAYS = 7;

// ---- Conditions

const all = (selector) => [...form.querySelectorAll(selector)];
const values = (selector) => all(selector).map((one) => one.value).filter(Boolean);
const named = (key) => `[name="${key}"]`;
const parts = (key) => `[name^="${key}-"]`;
const partName = (key, input) => input.name.slice(key.length + 1);
const words = (text) => (text ?? "").split(",").map((one) => one.trim()).filter(Boolean);

// How the answer reads, by type of question: a word, or a list.
const reads = {
  choice: (key) => values(`${named(key)}:checked`)[0] ?? "",
  scale: (key) => values(`${named(key)}:checked`)[0] ?? "",
  several: (key) => values(`${named(key)}:checked`),
  availability: (key) => values(`${named(key)}:checked`),
  ranked: (key) => all(parts(key)).filter((one) => one.value).map((one) => partName(key, one)),
  languages: (key) => [
    ...values(`${named(key)}:checked`),
    ...all(`select${parts(key)}`).filter((one) => one.value).map((one) => partName(key, one)),
    ...words(form.querySelector(named(`${key}-other`))?.value),
  ],
  matrix: (key) => values(`${parts(key)}:checked`),
  style: (key) => values(`${parts(key)}:checked`),
  place: (key) => values(`${named(key)}, ${named(`${key}-town`)}`)[0] ?? "",
  skills: (key) => { const sent = values(named(key))[0] ?? ""; return sent === "[]" ? "" : sent; },
  file: (key) => form.querySelector(`[data-file-of="${key}"][data-kept]`) ? "kept" : values(named(key))[0] ?? "",
};

const compare = (answer, value, kind) => {
  if (kind === "number" || kind === "scale") return value === "" ? NaN : Number(answer) - Number(value);
  return answer > value ? 1 : answer < value ? -1 : 0;
};
const within = (answer, value) =>
  Array.isArray(answer) ? answer.includes(value) : answer.toLocaleLowerCase().includes(value.toLocaleLowerCase());
const same = (answer, value, kind) => compare(answer, value, kind) === 0;

function holds(test, answers) {
  if ("known" in test) return test.known;
  const { answer, kind } = answers.get(test.question) ?? { answer: "", kind: "" };
  if (answer.length === 0) return test.asks === "unanswered";
  switch (test.asks) {
    case "answered": return true;
    case "unanswered": return false;
    case "is": return same(answer, test.value, kind);
    case "is_not": return !same(answer, test.value, kind);
    case "contains": return within(answer, test.value);
    case "lacks": return !within(answer, test.value);
    case "at_least": return compare(answer, test.value, kind) >= 0;
    case "at_most": return compare(answer, test.value, kind) <= 0;
    default: return false;
  }
}

function follow() {
  const answers = new Map();
  for (const block of all("[data-question], [data-asked]")) {
    const { question: key, kind } = block.dataset;
    const asked = JSON.parse(block.dataset.asked || "null");
    const found = asked?.tests.map((test) => holds(test, answers));
    block.hidden = Boolean(found) && !(asked.any ? found.some(Boolean) : found.every(Boolean));
    if (!key) continue;
    const read = reads[kind] ?? ((name) => values(named(name))[0]?.trim() ?? "");
    answers.set(key, { kind, answer: block.closest("[hidden]") ? "" : read(key) });
  }
}

// ---- Saving, and keeping what could not be saved

const said = () => form.querySelector("[data-saved]");
const store = `ithaque.form.${form?.dataset.fill}`;
let timer = 0;
let wait = FIRST_RETRY;
let saving = null;
let typed = 0;
let savedAs = 0;

const typedData = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

// When the server last saved, as it told this page.
const stamp = () => said()?.querySelector("[data-stamp]")?.value ?? form.dataset.stamp;

// `sent` is that moment when the whole form was sent: a page that comes back with another one received it.
function keep(sent = null) {
  try { localStorage.setItem(store, JSON.stringify({ at: Date.now(), data: typedData(), sent })); } catch { /* a full or closed store: the page still holds the words */ }
}

function forget() {
  try { localStorage.removeItem(store); } catch { /* nothing was kept */ }
}

function tell(text) {
  const line = said();
  if (line) line.replaceChildren(text, ...line.querySelectorAll("[data-stamp]"));
}

// One save at a time: an older one never arrives after a newer one.
function save() {
  if (saving) return schedule(PAUSE);
  saving = send().finally(() => { saving = null; });
}

async function send(keepalive = false) {
  const asOf = typed;
  const body = new FormData();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, keepalive, headers: { "HX-Request": "true" } });
    if (answer.status === 401) { tell(form.dataset.wordSignedOut); return; }
    if (answer.status >= 400 && answer.status < 500) { tell(form.dataset.wordRefused); return; }
    if (!answer.ok) throw new Error(String(answer.status));
    const line = said();
    if (line) line.innerHTML = await answer.text();
    wait = FIRST_RETRY;
    savedAs = asOf;
    if (asOf === typed) forget();
  } catch {
    tell(said()?.dataset.unsaved ?? "");
    schedule(wait);
    wait = Math.min(wait * 2, LAST_RETRY);
  }
}

function schedule(delay) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}

function changed(event) {
  if (["file", "password"].includes(event.target.type)) return;
  typed += 1;
  follow();
  if (!form.dataset.save) return;
  keep();
  schedule(PAUSE);
}

// ---- Putting back what waited here

function restore() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(store) ?? "null"); } catch { return; }
  const arrived = kept?.sent && kept.sent !== form.dataset.stamp;
  if (!kept?.data || arrived || Date.now() - kept.at > KEPT_DAYS * 86_400_000) return forget();
  const byName = Map.groupBy ? Map.groupBy(kept.data, ([name]) => name) : group(kept.data);
  for (const input of all("[name]")) {
    if (["file", "submit"].includes(input.type) || input.name === "csrfmiddlewaretoken") continue;
    const given = (byName.get(input.name) ?? []).map(([, value]) => value);
    if (["checkbox", "radio"].includes(input.type)) input.checked = given.includes(input.value);
    else if (given.length) [input.value] = given;
  }
  for (const widget of all("ith-skills, ith-ranked")) widget.dispatchEvent(new Event("restore"));
  typed += 1;
  tell(form.dataset.wordRestored);
  schedule(PAUSE);
}

function group(pairs) {
  const found = new Map();
  for (const pair of pairs) found.set(pair[0], [...(found.get(pair[0]) ?? []), pair]);
  return found;
}

function start() {
  for (const hint of all("[data-condition-words]")) hint.hidden = true;
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  document.addEventListener("htmx:afterSettle", follow);
  if (form.dataset.save) {
    restore();
    addEventListener("pagehide", leave);
    addEventListener("online", () => { if (localStorage.getItem(store)) schedule(0); });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (navigator.onLine && !saving) {
        savedAs = typed;
        return keep(stamp());
      }
      event.preventDefault();
      // Its answers are older than those of this form: it arrives first.
      if (navigator.onLine) return saving.then(() => form.requestSubmit(event.submitter));
      keep();
      tell(form.dataset.wordOffline);
      said()?.scrollIntoView({ block: "center" });
    });
  }
  follow();
}

// A link, a closed tab: what is typed leaves before the page does.
function leave() {
  if (typed === savedAs || !navigator.onLine) return;
  clearTimeout(timer);
  send(true);
}

// After the widgets of the page, whose modules come first in the document.
if (form) start();
