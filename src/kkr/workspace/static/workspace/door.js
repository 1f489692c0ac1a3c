// What is sent through a closed door is gone with the page. So before any form of the desk, or about
// people with an account, is sent it is asked whether the door is open: without a connection, or signed out, the
// page stays, and says so.
// Forms that keep their words while they are written (#written, data-keep) ask in their own way.
// A scope of its own: it stands beside the scripts that keep words, and they share names.
;(() => {
  const said = document.currentScript.dataset
  const WAIT = 15000
  let passed = false
  let asking = false

  // Nothing where the door is open. Who signed in again in another window has another token: it is taken over.
  async function closed() {
    try {
      const page = await fetch(said.account, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(WAIT) })
      if (page.type === "opaqueredirect") return said.out
      if (!page.ok) return page.status < 500 ? "" : said.lost
      const found = new DOMParser().parseFromString(await page.text(), "text/html")
      const token = found.querySelector("[name=csrfmiddlewaretoken]")?.value
      for (const field of token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) field.value = token
      return ""
    } catch {
      return said.lost
    }
  }

  function say(form, button, words) {
    let place = form.querySelector("[data-door]")
    if (!place) {
      place = document.createElement("p")
      place.className = "refusal"
      place.dataset.door = ""
      place.tabIndex = -1
      place.setAttribute("role", "alert")
      const beside = button?.closest("p, div")
      if (beside && form.contains(beside) && beside !== form) beside.before(place)
      else form.append(place)
    }
    place.textContent = words
    if (words) place.focus()
  }

  async function askFirst(event) {
    const form = event.target
    const action = new URL(form.getAttribute("action") || "", location.href)
    const isOurs = form.getAttribute("method") === "post" && said.ours.split(" ").some((start) => action.pathname.startsWith(start))
    if (!isOurs || passed || event.defaultPrevented || form.matches("#written, [data-keep]")) return
    event.preventDefault()
    if (asking) return
    asking = true
    const button = event.submitter
    const words = await closed()
    asking = false
    say(form, button, words)
    if (words) return
    passed = true
    form.requestSubmit(button)
    passed = false
  }

  document.addEventListener("submit", askFirst)
})()
