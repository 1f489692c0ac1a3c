// Moves items by dragging and with Alt and the arrows; without it the buttons of each item do the same.
const agenda = document.getElementById("agenda")
let dragged

function send(item) {
  const order = [...agenda.querySelectorAll("[data-item]")].map(
    (each) => `${each.closest("[data-section]").dataset.section}:${each.dataset.item}`,
  )
  for (const [name, value] of [["order", order.join(" ")], ["moved", item.dataset.item]]) {
    const field = document.createElement("input")
    field.type = "hidden"
    field.name = name
    field.value = value
    agenda.append(field)
  }
  agenda.submit()
}

function begin(event) {
  dragged = event.target.closest?.("[data-moves]")
  if (!dragged) return
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", dragged.dataset.item)
  dragged.classList.add("agenda-item--dragged")
}

// Before the item whose upper half the pointer is over; below the last one, or in an empty section, at its end.
function over(event) {
  const section = event.target.closest(".agenda-section")
  if (!dragged || !section) return
  event.preventDefault()
  const list = section.querySelector("[data-section]")
  const next = [...list.querySelectorAll("[data-item]")].find((each) => {
    const box = each.getBoundingClientRect()
    return each !== dragged && event.clientY < box.top + box.height / 2
  })
  if (next) next.before(dragged)
  else list.append(dragged)
}

function drop(event) {
  if (!dragged) return
  event.preventDefault()
  send(dragged)
}

function end() {
  dragged?.classList.remove("agenda-item--dragged")
  dragged = undefined
}

function keys(event) {
  const name = { ArrowUp: "up", ArrowDown: "down" }[event.key]
  if (!event.altKey || !name) return
  const button = event.target.closest("[data-item]")?.querySelector(`button[name=${name}]`)
  if (!button) return
  event.preventDefault()
  button.click()
}

for (const item of agenda.querySelectorAll("[data-moves]")) item.draggable = true
agenda.addEventListener("dragstart", begin)
agenda.addEventListener("dragover", over)
agenda.addEventListener("drop", drop)
agenda.addEventListener("dragend", end)
agenda.addEventListener("keydown", keys)
