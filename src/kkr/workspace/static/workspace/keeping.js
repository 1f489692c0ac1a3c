// Keeps what is written in each form[data-keep]: at once in this browser, and there only until the server has it.
const lost = document.getElementById("lost")
const forms = [...document.querySelectorAll("form[data-keep]")]
const waiting = new Set()
const AFTER = 1200
const AGAIN = 5000
let passed = false
let keeps = true // whether this browser keeps anything at all

const nameOf = (form) => `kkr.${form.dataset.keep}`

// The words alone: tokens, versions and digests are the page's own, and those of today.
function wordsOf(form) {
  const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "submit")
  return JSON.stringify(fields.map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]))
}

function keepHere(form) {
  try {
    localStorage.setItem(nameOf(form), wordsOf(form))
  } catch {
    keeps = false
  }
}

function forgetHere(form) {
  try {
    localStorage.removeItem(nameOf(form))
  } catch {
    keeps = false
  }
}

function say(words) {
  if (lost.textContent !== words) lost.textContent = words
}

function saidOf(form, words) {
  const saved = form.querySelector("[data-saved]")
  if (saved && saved.textContent !== words) saved.textContent = words
}

function fail(form, words) {
  saidOf(form, "")
  waiting.add(form)
  say(words)
}

// The same person writes in two windows: the server keeps neither over the other, and asks.
function ask(form, answer) {
  waiting.delete(form)
  lost.textContent = `${answer.said} `
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button--quiet"
  button.textContent = lost.dataset.here
  button.addEventListener("click", () => {
    form.elements.kept.value = answer.kept
    lost.textContent = ""
    send(form)
  })
  lost.append(button)
}

// Who signed in again in another window has another token; the page that gives it is this one.
async function fresh() {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } })
  const found = new DOMParser().parseFromString(await page.text(), "text/html")
  const token = found.querySelector("form[data-keep] [name=csrfmiddlewaretoken]")?.value
  if (!page.ok || !token) return
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
}

function kept(form, words, answer) {
  if (form.elements.kept && "kept" in answer) form.elements.kept.value = answer.kept
  if (wordsOf(form) === words) forgetHere(form) // what was written meanwhile is sent next
  saidOf(form, answer.said)
  if (!waiting.delete(form) || waiting.size) return
  say(lost.dataset.back)
  setTimeout(() => waiting.size || say(""), AGAIN)
}

const running = new Map()

// One at a time a form, or the older words could come last.
function send(form) {
  clearTimeout(form.later)
  const after = running.get(form) ?? Promise.resolve()
  const now = after.then(() => post(form)).catch(() => false)
  running.set(form, now)
  return now
}

async function post(form) {
  const words = wordsOf(form)
  let answer
  try {
    answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(15000),
    })
  } catch {
    fail(form, keeps ? lost.dataset.lost : lost.dataset.full)
    return false
  }
  if (answer.status === 409) {
    ask(form, await answer.json())
    return false
  }
  if ([401, 403].includes(answer.status)) {
    fail(form, lost.dataset.out)
    if (answer.status === 403) await fresh().catch(() => {})
    return false
  }
  if (!answer.ok) {
    fail(form, keeps ? lost.dataset.lost : lost.dataset.full)
    return false
  }
  kept(form, words, await answer.json())
  return true
}

function written(event) {
  const form = event.currentTarget
  keepHere(form)
  clearTimeout(form.later)
  form.later = setTimeout(() => send(form), AFTER)
}

// What is sent through a closed door is gone with the page: it is kept first, and stays here if it cannot be.
async function keepFirst(event) {
  const form = event.currentTarget
  if (passed) return
  event.preventDefault()
  const button = event.submitter
  if (!(await send(form))) return lost.focus()
  passed = true
  form.requestSubmit(button)
  passed = false
}

function sendAll() {
  for (const form of waiting) send(form)
}

// What another visit could not send stands in the fields again, and is sent now.
function restore(form) {
  let found
  try {
    found = localStorage.getItem(nameOf(form))
  } catch {
    keeps = false
  }
  if (!found || found === wordsOf(form)) return found && forgetHere(form)
  for (const [name, value] of JSON.parse(found)) {
    const field = form.elements[name]
    if (!field) continue
    if (field.type === "checkbox") field.checked = value
    else field.value = value
    const more = field.closest("details")
    if (more && value) more.open = true
  }
  say(lost.dataset.found)
  send(form)
}

for (const form of forms) {
  form.dataset.live = ""
  restore(form)
  form.addEventListener("input", written)
  form.addEventListener("submit", keepFirst)
}
window.addEventListener("online", sendAll)
setInterval(sendAll, AGAIN)
window.addEventListener("beforeunload", (event) => waiting.size && !keeps && event.preventDefault())
