// Says when what is being written is kept, and when it is not. The keeping itself is htmx, on #saved.
const saved = document.getElementById("saved")
const lost = document.getElementById("lost")
const form = document.getElementById("written")
let retry
let waiting
let passed = false
let asked = false
let unsaved = false
let sent // the words of the request that is on its way
let found = false

// The words, and what they were written on: who finds them here again overwrites no colleague.
function wordsOf() {
  const fields = [...form.elements].filter((field) => field.id && field.name && !["hidden", "submit", "file"].includes(field.type))
  const words = fields.map((field) => [field.id, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value])
  return JSON.stringify([words, ["based_on", "seen_as"].map((name) => [name, form.elements[name]?.value])])
}

const place = `kkr.${lost.dataset.keep}.${location.pathname}`

// In this browser only until the server has them; one that keeps nothing warns before the page is left.
function here(words) {
  try {
    if (words === undefined) return localStorage.getItem(place)
    if (words) localStorage.setItem(place, words)
    else localStorage.removeItem(place)
  } catch {
    return null
  }
}

function written() {
  unsaved = true
  here(wordsOf())
}

// What another visit could not send stands in the fields again, and is sent now.
function restore() {
  const kept = here()
  if (!kept) return
  const [words, seen] = JSON.parse(kept)
  if (JSON.stringify(words) === JSON.stringify(JSON.parse(wordsOf())[0])) return here("")
  for (const [id, value] of words) {
    const field = document.getElementById(id)
    if (field) field[typeof value === "boolean" ? "checked" : "value"] = value
  }
  for (const [name, value] of seen) if (form.elements[name] && value) form.elements[name].value = value
  found = unsaved = true
  lost.textContent = lost.dataset.found
  document.addEventListener("DOMContentLoaded", () => htmx.trigger(saved, "again"))
}

function fail(words) {
  if (lost.textContent !== words) lost.textContent = words
  if (waiting) lost.focus()
  saved.hidden = true
  waiting = undefined
  retry ??= setInterval(again, 10000)
}

// The same person writes in two windows: the server keeps neither over the other, and asks.
function ask(html) {
  lost.innerHTML = html
  saved.hidden = true
  waiting = undefined
  clearInterval(retry)
  retry = undefined
  asked = true
  here("") // the writer says which words are to stay; the other window's are not to come back by themselves
  lost.focus()
}

function answer(event) {
  const button = event.target.closest("[data-instead]")
  if (!button) return
  event.preventDefault()
  saved.querySelector("[name=kept]").value = button.value
  asked = false
  htmx.trigger(saved, "again")
}

// Who signed in again in another window has another token; the page that gives it is this one.
async function fresh() {
  const page = await fetch(location.href, { headers: { Accept: "text/html" } })
  const found = new DOMParser().parseFromString(await page.text(), "text/html")
  const token = found.querySelector("#written [name=csrfmiddlewaretoken]")?.value
  if (!page.ok || !token) return
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
  again()
}

function again() {
  if (retry) htmx.trigger(saved, "again")
}

// What is sent through a closed door is gone with the page: it is kept first, and stays here if it cannot be.
function keepFirst(event) {
  if (passed || asked || !window.htmx) {
    unsaved = false
    return kept()
  }
  event.preventDefault()
  waiting = event.submitter ?? form.querySelector("button")
  htmx.trigger(saved, "again")
}

function send() {
  const button = waiting
  waiting = undefined
  unsaved = false
  passed = true
  form.requestSubmit(button)
  passed = false
}

function kept() {
  lost.textContent = found ? lost.dataset.found : ""
  found = false
  saved.hidden = false
  clearInterval(retry)
  retry = undefined
}

saved.addEventListener("htmx:sendError", () => fail(lost.dataset.lost))
saved.addEventListener("htmx:timeout", () => fail(lost.dataset.lost))
saved.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status
  if (status === 409) return ask(event.detail.xhr.responseText)
  const out = [401, 403].includes(status)
  if (status === 404) return fail(lost.dataset.shut)
  if (waiting && !out && status < 500) return send() // the answer itself says what is wrong
  fail(out ? lost.dataset.out : lost.dataset.lost)
  if (status === 403) fresh().catch(() => {})
})
saved.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return
  if (wordsOf() === sent) {
    unsaved = false
    here("")
  }
  if (waiting) send()
  else kept()
})
window.addEventListener("online", again)
lost.addEventListener("click", answer)
window.addEventListener("beforeunload", (event) => (retry || unsaved) && event.preventDefault())
saved.addEventListener("htmx:beforeRequest", () => (sent = wordsOf()))
form.addEventListener("input", written)
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.target === form || event.target.closest("dialog")) return
  unsaved = false // thrown away, with what is kept here
  here("")
})
restore()
form.addEventListener("submit", keepFirst)
