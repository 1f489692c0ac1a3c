// Saves each form[data-saves] when something in it is changed. What is not saved yet is kept in this browser with
// what it was written over, so that it overwrites no colleague when it is found again; no link leads away from it.
// What was refused is found again too, and is sent by nothing but the button.
const lost = document.getElementById("lost")
const forms = [...document.querySelectorAll("form[data-saves]")]
const unsaved = new Set()
const refused = new Set() // until the writer presses the button: a colleague was faster
const out = new Set() // could not be sent
const running = new Map()
const AFTER = 500
const AGAIN = 5000
let leaving = false

const nameOf = (form) => `kkr.${form.dataset.saves}`
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrfmiddlewaretoken")
const rowOf = (field) => field.name.split("-")[1] ?? "" // a row is the fields with its number, and what stood there
const isHidden = (field) => field.type === "hidden"

// What stands on the server, as far as this page knows.
const known = new Map()
const remember = (form) => known.set(form, new Map(fieldsOf(form).map((field) => [field.name, field.value])))

function changed(form) {
  const before = known.get(form)
  const touched = fieldsOf(form).filter((field) => !isHidden(field) && field.value !== before.get(field.name))
  const rows = new Set(touched.map(rowOf))
  return fieldsOf(form).filter((field) => rows.has(rowOf(field)))
}

function keepHere(form, isRefused = refused.has(form)) {
  const fields = changed(form).map((field) => [field.name, field.value])
  try {
    if (fields.length) localStorage.setItem(nameOf(form), JSON.stringify({ fields, isRefused }))
    else localStorage.removeItem(nameOf(form))
    return true
  } catch {
    return false
  }
}

function say(said) {
  if (lost.textContent !== said) lost.textContent = said
}

function saidOf(form, said) {
  form.querySelector("[data-saved]").textContent = said
}

function fail(form, said) {
  out.add(form)
  saidOf(form, form.dataset.unsaved)
  say(said)
  return false
}

// The rows of which something cannot be noted.
function mark(form, rows) {
  for (const field of fieldsOf(form)) field.closest("tr")?.classList.toggle("is-refused", rows.includes(Number(rowOf(field))))
}

function refuse(form, said, isLate, rows = []) {
  mark(form, rows)
  out.delete(form)
  if (isLate) refused.add(form)
  keepHere(form, true)
  saidOf(form, form.dataset.unsaved)
  say(isLate ? `${said} ${form.dataset.refused}` : said)
  return false
}

// Who signed in again in another window has another token; the page that gives it is this one.
async function fresh() {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } })
  const found = new DOMParser().parseFromString(await page.text(), "text/html")
  const token = found.querySelector("form[data-saves] [name=csrfmiddlewaretoken]")?.value
  for (const field of token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) field.value = token
}

function tell(answer) {
  const present = document.querySelector("[data-present]")
  const quorum = document.querySelector("[data-quorum]")
  if (present) present.textContent = answer.present
  if (!quorum) return
  quorum.textContent = answer.quorum
  quorum.className = answer.isShort ? "notice notice--warning" : ""
}

function saved(form, sent, answer) {
  for (const [name, value] of Object.entries(answer.fields)) form.elements[name].value = value
  const now = known.get(form)
  for (const [name, value] of sent) now.set(name, value)
  for (const field of fieldsOf(form)) if (isHidden(field)) now.set(field.name, field.value)
  keepHere(form)
  mark(form, [])
  tell(answer)
  const door = form.querySelector("[data-door]") // said that the button could not send
  if (door) door.textContent = ""
  const wasOut = out.delete(form)
  if (changed(form).length) return post(form) // changed while it was on its way
  unsaved.delete(form)
  saidOf(form, answer.said)
  const isFound = !wasOut && lost.textContent === lost.dataset.found // is read longer than it takes to send it
  if (!out.size && !refused.size && !isFound) say(wasOut ? lost.dataset.back : "")
  return true
}

async function post(form) {
  const keeps = keepHere(form)
  const sent = fieldsOf(form).filter((field) => !isHidden(field)).map((field) => [field.name, field.value])
  const closed = keeps ? lost.dataset.lost : lost.dataset.full
  let answer
  try {
    const body = new FormData(form)
    answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true, signal: AbortSignal.timeout(15000) })
    if ([409, 422].includes(answer.status)) {
      const { said, rows } = await answer.json()
      return refuse(form, said, answer.status === 409, rows)
    }
    if ([401, 403].includes(answer.status)) {
      if (answer.status === 403) await fresh().catch(() => {})
      return fail(form, lost.dataset.out)
    }
    if (!answer.ok) return fail(form, closed)
    answer = await answer.json()
  } catch {
    return fail(form, closed)
  }
  return saved(form, sent, answer)
}

// One at a time, or the older could come last.
function flush(form) {
  clearTimeout(form.later)
  const after = running.get(form) ?? Promise.resolve(true)
  const now = after.then(() => (unsaved.has(form) && !refused.has(form) ? post(form) : !unsaved.has(form)))
  running.set(form, now)
  return now
}

// Taken back to what is saved there is nothing left to press the button for.
function rest(form) {
  if (!refused.delete(form)) return
  unsaved.delete(form)
  keepHere(form)
  saidOf(form, "")
  if (!unsaved.size) say("")
}

function written(event) {
  const form = event.currentTarget
  if (form.dataset.sent === undefined && refused.has(form) && !changed(form).length) return rest(form)
  unsaved.add(form)
  keepHere(form)
  saidOf(form, "")
  clearTimeout(form.later)
  const isWord = event.target.matches("textarea")
  if (!refused.has(form) && !(isWord && event.type === "input")) form.later = setTimeout(() => flush(form), AFTER)
}

async function all(but) {
  const found = await Promise.all(forms.map(async (form) => (await flush(form)) || form === but))
  return found.every(Boolean)
}

function stay() {
  if (!lost.textContent) say(forms.find((form) => unsaved.has(form)).dataset.refused)
  lost.focus()
}

async function follow(event) {
  const link = event.target.closest?.("a[href]")
  if (!unsaved.size || !link || link.hash && link.pathname === location.pathname) return
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return
  event.preventDefault()
  if (await all()) location.assign(link.href)
  else stay()
}

// A form of the page takes the page with it: what stands in the others is saved first.
async function before(event) {
  const form = event.target
  const others = [...unsaved].some((each) => each !== form)
  if (!others && (form.passed || !unsaved.has(form))) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const button = event.submitter
  if (!(await all(form))) return stay()
  form.passed = true
  setTimeout(() => form.requestSubmit(button)) // not while the form is still being sent
}

function left(event) {
  leaving = !event.defaultPrevented
}

// What another visit could not send stands in the fields again, and is sent now, unless it was refused.
function restore(form) {
  remember(form)
  if (form.dataset.sent !== undefined) {
    unsaved.add(form)
    refused.add(form)
    return
  }
  let found
  try {
    found = JSON.parse(localStorage.getItem(nameOf(form)) ?? "{}")
  } catch {
    return
  }
  const fields = Array.isArray(found) ? found : found.fields ?? [] // a list is what an earlier version kept
  for (const [name, value] of fields) if (form.elements[name]) form.elements[name].value = value
  const rows = new Set(changed(form).map(rowOf))
  for (const field of fieldsOf(form)) if (isHidden(field) && !rows.has(rowOf(field))) field.value = known.get(form).get(field.name)
  if (!rows.size) return keepHere(form)
  unsaved.add(form)
  if (found.isRefused) return refuse(form, lost.dataset.found, true)
  say(lost.dataset.found)
  flush(form)
}

for (const form of forms) {
  restore(form)
  form.addEventListener("input", written)
  form.addEventListener("change", written)
}
document.addEventListener("click", follow)
window.addEventListener("submit", before, { capture: true })
window.addEventListener("submit", left)
window.addEventListener("online", () => out.forEach(flush))
setInterval(() => out.forEach(flush), AGAIN)
window.addEventListener("beforeunload", (event) => unsaved.size && !leaving && event.preventDefault())
