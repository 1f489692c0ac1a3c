// A button beside something that is shown once puts it on the clipboard; without a script it is marked and copied.
;(() => {
  const button = document.querySelector("[data-copies]")
  const shown = button && document.getElementById(button.dataset.copies)
  const said = document.getElementById("copied")
  if (!shown || !said || !navigator.clipboard) return
  button.hidden = false
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent.trim())
      said.textContent = button.dataset.done
    } catch {
      getSelection().selectAllChildren(shown)
      said.textContent = button.dataset.marked
    }
  })
})()
