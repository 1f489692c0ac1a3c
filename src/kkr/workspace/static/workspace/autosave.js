// Says when what is being written is kept, and when it is not. The keeping itself is htmx, on #saved.
const saved = document.getElementById("saved")
const lost = document.getElementById("lost")
const form = document.getElementById("written")
let retry
let waiting
let passed = false
let asked = false

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
  if (passed || asked || !window.htmx) return kept()
  event.preventDefault()
  waiting = event.submitter ?? form.querySelector("button")
  htmx.trigger(saved, "again")
}

function send() {
  const button = waiting
  waiting = undefined
  passed = true
  form.requestSubmit(button)
  passed = false
}

function kept() {
  lost.textContent = ""
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
  if (waiting && !out && status < 500) return send() // the answer itself says what is wrong
  fail(out ? lost.dataset.out : lost.dataset.lost)
  if (status === 403) fresh().catch(() => {})
})
saved.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return
  if (waiting) send()
  else kept()
})
window.addEventListener("online", again)
lost.addEventListener("click", answer)
window.addEventListener("beforeunload", (event) => retry && event.preventDefault())
form.addEventListener("submit", keepFirst)
