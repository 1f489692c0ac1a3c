// Says when what is being written is kept, and when it is not. The keeping itself is htmx, on #saved.
const saved = document.getElementById("saved")
const lost = document.getElementById("lost")
let retry

function fail(words) {
  if (lost.textContent !== words) lost.textContent = words
  retry ??= setInterval(again, 10000)
}

function again() {
  if (retry) htmx.trigger(saved, "again")
}

function kept() {
  lost.textContent = ""
  clearInterval(retry)
  retry = undefined
}

saved.addEventListener("htmx:sendError", () => fail(lost.dataset.lost))
saved.addEventListener("htmx:timeout", () => fail(lost.dataset.lost))
saved.addEventListener("htmx:responseError", (event) =>
  fail([401, 403].includes(event.detail.xhr.status) ? lost.dataset.out : lost.dataset.lost))
saved.addEventListener("htmx:afterRequest", (event) => event.detail.successful && kept())
window.addEventListener("online", again)
window.addEventListener("beforeunload", (event) => retry && event.preventDefault())
document.getElementById("news-form").addEventListener("submit", kept)
