// The state of filters is the address' fragment, so that a filtered view can be sent. An anchor in
// it takes the reader to a place and leaves the filters as they are.
const form = document.querySelector("form.find");
const status = document.querySelector("[data-status]");
const fields = [...(form?.querySelectorAll("select, input") ?? [])];
const settings = JSON.parse(document.getElementById("settings")?.textContent ?? "null");
let last = new URLSearchParams();

function state() {
  const words = location.hash.slice(1);
  if (!words || words.includes("=")) last = new URLSearchParams(words);
  return new URLSearchParams(last);
}

function go(change, replace) {
  const wanted = state();
  wanted.delete("at");
  for (const [name, value] of Object.entries(change)) {
    if (value) wanted.set(name, value);
    else wanted.delete(name);
  }
  const hash = `#${wanted}`;
  if (replace) location.replace(hash);
  else location.hash = hash;
}

// The choices that are made, of those that there are.
function chosen(wanted) {
  return fields.filter((field) => field.tagName === "SELECT" && wanted.get(field.name));
}

// What is chosen, in words: "claimant: government".
function inWords(wanted) {
  const said = (field) => [...field.options].find(({ value }) => value === wanted.get(field.name))?.text;
  const label = (field) => field.labels[0].firstChild.textContent.trim().toLowerCase();
  return chosen(wanted).map((field) => `${label(field)}: ${said(field) ?? wanted.get(field.name)}`).join(", ");
}

function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

function say(words, unknown = []) {
  const missing = unknown.map((words_) => `“${words_}” is not a choice here`);
  status.textContent = [words, ...missing].filter(Boolean).join(". ");
}

function plain(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

// A link to a place of this page keeps the filters in the address; one that was sent goes there.
function anchored(wanted) {
  const words = location.hash.slice(1);
  if (words && !words.includes("=") && String(wanted)) {
    wanted.set("at", plain(words));
    history.replaceState(null, "", `#${wanted}`);
  }
}

// Calls `update` with what is wanted, and with the choices that there are not, now and on change.
function watch(update) {
  let waiting = 0;
  const again = () => {
    const wanted = state();
    anchored(wanted);
    const unknown = [];
    for (const field of fields) {
      const value = wanted.get(field.name) ?? "";
      if (field !== document.activeElement || field.tagName === "SELECT") field.value = value;
      if (field.tagName === "SELECT" && field.value !== value) unknown.push(value);
    }
    form.querySelector("[type=reset]").hidden = [...wanted.keys()].every((name) => name === "at");
    return update(wanted, unknown);
  };
  for (const field of fields) {
    const change = () => go({ [field.name]: field.value, page: "", lines: "" }, field.tagName !== "SELECT");
    if (field.tagName === "SELECT") field.addEventListener("change", change);
    else field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(change, 150);
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    for (const field of fields) if (field.tagName === "INPUT") go({ [field.name]: field.value, page: "", lines: "" });
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    location.hash = "";
  });
  addEventListener("hashchange", again);
  form.hidden = false;
  const place = document.getElementById(state().get("at") ?? "");
  Promise.resolve(again()).then(() => place?.scrollIntoView());
}
