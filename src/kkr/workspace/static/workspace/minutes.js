// One item at a time, by the keyboard and by the links; without a script all stand below each other.
const board = document.getElementById("minutes")
const items = [...board.querySelectorAll(".minute-item")]
const links = [...document.querySelectorAll(".minute-items a")]
const first = (item) => item.querySelector("[aria-invalid], select, textarea") ?? item.querySelector("h2")
let current = 0

function show(place, { focus = true } = {}) {
  if (!items[place]) return
  current = place
  for (const [number, item] of items.entries()) item.classList.toggle("is-current", number === place)
  for (const [number, link] of links.entries()) {
    if (number === place) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
  history.replaceState(null, "", `#${items[place].id}`)
  items[place].scrollIntoView({ block: "start" })
  if (focus) first(items[place]).focus({ preventScroll: true })
}

const placeOf = (hash) => items.findIndex((item) => `#${item.id}` === hash)

function follow(event) {
  const link = event.target.closest('a[href^="#punkt-"]')
  if (!link) return
  event.preventDefault()
  show(placeOf(link.hash))
}

function keys(event) {
  if (event.altKey && event.key === "PageDown") show(current + 1)
  else if (event.altKey && event.key === "PageUp") show(current - 1)
  else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") items[current].querySelector("button[name=next]")?.click()
  else return
  event.preventDefault()
}

if (items.length) {
  board.dataset.live = ""
  document.querySelector(".keys").hidden = false
  document.addEventListener("click", follow)
  document.addEventListener("keydown", keys)
  window.addEventListener("hashchange", () => show(placeOf(location.hash)))
  const asked = placeOf(board.dataset.current ? `#${board.dataset.current}` : location.hash)
  show(Math.max(asked, 0), { focus: asked >= 0 })
}
