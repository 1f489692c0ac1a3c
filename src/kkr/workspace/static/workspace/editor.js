// Makes an editor of the textarea. Without it, or where it fails, the textarea stays, with HTML in it.
const field = document.querySelector("textarea[data-editor]")
const tools = document.querySelector(".editor-tools")
const dialog = document.querySelector(".editor-link:not(.editor-image)")
const imageDialog = document.querySelector(".editor-image")

// The editor knows no caption; as a paragraph above its table it is not lost.
function withoutCaptions(html) {
  const text = new DOMParser().parseFromString(html, "text/html")
  for (const caption of text.querySelectorAll("caption")) {
    const paragraph = text.createElement("p")
    paragraph.append(...caption.childNodes)
    caption.closest("table").before(paragraph)
    caption.remove()
  }
  return text.body.innerHTML
}

// What is pasted brings styles; the policy of the page refuses them, and we keep none.
function withoutStyles(html) {
  return html
    .replace(/<style\b.*?<\/style>/gis, "")
    .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")
}

// Word's headings and lists stand in its styles; the server, which knows the rules, makes them such.
const ofWord = /\bmso-|\bclass=["']?Mso/i
const pasted = document.getElementById("pasted")

async function tidied(html) {
  const body = new FormData()
  body.set("html", html)
  body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value)
  const answer = await fetch(pasted.dataset.tidy, { method: "POST", body, headers: { "HX-Request": "true" } })
  if (!answer.ok) throw new Error(answer.status)
  return answer.json()
}

function paste(editor, event) {
  const html = event.clipboardData?.getData("text/html") ?? ""
  if (!ofWord.test(html) && !/<img\b/i.test(html)) return false
  tidied(html)
    .catch(() => ({ html: withoutStyles(html), told: "" }))
    .then((tidy) => {
      pasted.textContent = tidy.told
      editor.chain().focus().insertContent(withoutCaptions(tidy.html)).run()
    })
  return true
}

function extensions(kit) {
  return [
    kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Dropcursor, kit.Gapcursor,
    kit.Heading.configure({ levels: [2, 3, 4] }), kit.Bold, kit.Italic, kit.Blockquote,
    kit.BulletList, kit.OrderedList, kit.ListItem,
    kit.Link.configure({ enableTarget: false, openOnClick: false, protocols: ["mailto"] }),
    kit.Table.configure({ resizable: false }), kit.TableRow, kit.TableHeader, kit.TableCell,
    kit.Figure.extend({ addExtensions: () => [] }), // its own menu is English
    kit.Image, kit.Caption,
  ]
}

// What each button does, and what it shows as pressed.
const does = {
  heading2: [(run) => run.toggleHeading({ level: 2 }), ["heading", { level: 2 }]],
  heading3: [(run) => run.toggleHeading({ level: 3 }), ["heading", { level: 3 }]],
  heading4: [(run) => run.toggleHeading({ level: 4 }), ["heading", { level: 4 }]],
  bold: [(run) => run.toggleBold(), ["bold"]],
  italic: [(run) => run.toggleItalic(), ["italic"]],
  bullets: [(run) => run.toggleBulletList(), ["bulletList"]],
  numbers: [(run) => run.toggleOrderedList(), ["orderedList"]],
  quote: [(run) => run.toggleBlockquote(), ["blockquote"]],
  table: [(run) => run.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  rowAfter: [(run) => run.addRowAfter()],
  columnAfter: [(run) => run.addColumnAfter()],
  headerRow: [(run) => run.toggleHeaderRow()],
  deleteRow: [(run) => run.deleteRow()],
  deleteColumn: [(run) => run.deleteColumn()],
  deleteTable: [(run) => run.deleteTable()],
  undo: [(run) => run.undo()],
  redo: [(run) => run.redo()],
}

// An address as a link needs it: whole, or one of ours; nothing where it is none.
function wholeAddress(written) {
  if (/^(https?:\/\/|mailto:)\S+$/i.test(written) || /^[/#]\S*$/.test(written)) return written
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(written)) return `mailto:${written}`
  return /^[\p{L}\d-]+(\.[\p{L}\d-]+)+([/?#:]\S*)?$/u.test(written) ? `https://${written}` : ""
}

function askForLink(editor) {
  const input = dialog.querySelector("input")
  const refusal = dialog.querySelector(".refusal")
  const refuse = (is) => {
    refusal.textContent = is ? refusal.dataset.words : ""
    input.toggleAttribute("aria-invalid", is)
  }
  input.value = editor.getAttributes("link").href ?? ""
  dialog.returnValue = ""
  refuse(false)
  dialog.querySelector("form").onsubmit = (event) => {
    const written = input.value.trim()
    const isWrong = event.submitter?.value === "set" && written !== "" && !wholeAddress(written)
    refuse(isWrong)
    if (!isWrong) return
    event.preventDefault()
    input.focus()
  }
  dialog.onclose = () => {
    const run = editor.chain().focus().extendMarkRange("link")
    if (dialog.returnValue !== "set") return editor.commands.focus()
    const href = wholeAddress(input.value.trim())
    if (!href) return run.unsetLink().run()
    if (editor.state.selection.empty && !editor.isActive("link")) {
      const link = { type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }
      return editor.chain().focus().insertContent(link).run()
    }
    return run.setLink({ href }).run()
  }
  dialog.showModal()
}

// What is new comes after an image that is chosen, and does not take its place.
function putIn(editor, html) {
  const { selection } = editor.state
  const { $to } = selection
  const isInImage = selection.node || $to.node(1)?.type.name === "figure"
  if (!isInImage) return editor.chain().focus().insertContent(html).run()
  return editor.chain().focus().insertContentAt($to.depth ? $to.after(1) : selection.to, html).run()
}

// No empty frame stays where an image was taken away, and one can write after what ends a text.
function mend(editor) {
  const { doc, tr, schema } = editor.state
  const empty = []
  doc.descendants((node, at) => {
    if (node.type.name === "image" && !node.attrs.src) empty.unshift([at, at + node.nodeSize])
    if (node.type.name !== "figure") return true
    let shows = false
    node.descendants((inner) => { shows ||= Boolean(inner.attrs.src) })
    if (!shows) empty.unshift([at, at + node.nodeSize])
    return false
  })
  for (const [from, to] of empty) tr.delete(from, to)
  if (["table", "figure"].includes(tr.doc.lastChild?.type.name)) {
    tr.insert(tr.doc.content.size, schema.nodes.paragraph.create())
  }
  if (!tr.docChanged) return false
  editor.view.dispatch(empty.length ? tr : tr.setMeta("addToHistory", false))
  return true
}

// The server takes the image or says what is wrong with it; the words for it are asked for there too.
async function send(editor, form) {
  const refusals = form.querySelector("[data-refusals]")
  if (form.dataset.isSent) return // the second press of a button pressed twice
  form.dataset.isSent = "1"
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "HX-Request": "true" },
    })
    const html = await answer.text()
    if (answer.ok) {
      imageDialog.close()
      return putIn(editor, html)
    }
    if (answer.status !== 422) throw new Error(answer.status)
    refusals.innerHTML = html
  } catch {
    refusals.textContent = refusals.dataset.lost
  } finally {
    delete form.dataset.isSent
  }
  refusals.scrollIntoView({ block: "nearest" })
}

function askForImage(editor) {
  const form = imageDialog.querySelector("form")
  form.reset()
  form.querySelector("[data-refusals]").textContent = ""
  form.noValidate = true
  form.onsubmit = (event) => {
    event.preventDefault()
    send(editor, form)
  }
  form.querySelector("[data-cancel]").onclick = () => imageDialog.close()
  imageDialog.onclose = () => editor.commands.focus()
  imageDialog.showModal()
}

function use(editor, name) {
  if (name === "link") askForLink(editor)
  else if (name === "image") askForImage(editor)
  else does[name][0](editor.chain().focus()).run()
}

function show(editor) {
  for (const button of tools.querySelectorAll("[data-tool]")) {
    const active = does[button.dataset.tool]?.[1] ?? (button.dataset.tool === "link" ? ["link"] : null)
    if (active) button.setAttribute("aria-pressed", editor.isActive(...active))
  }
  tools.querySelector("[data-in-table]").hidden = !editor.isActive("table")
}

// One stop for the tabulator, the arrows go along: how a toolbar is used with the keyboard.
function walk(event) {
  const buttons = [...tools.querySelectorAll("[data-tool]")].filter((button) => button.offsetParent)
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const next = buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length]
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1
  next.focus()
}

function start(kit) {
  const place = document.createElement("div")
  place.className = "editor"
  field.before(tools)
  field.after(place)
  const editor = new kit.Editor({
    element: place,
    injectCSS: false, // the policy of the page refuses styles that are not a file of ours
    content: withoutCaptions(field.value).replace(/<\/(table|figure)>\s*$/, "$&<p></p>"),
    extensions: extensions(kit),
    editorProps: {
      transformPastedHTML: withoutStyles,
      handlePaste: (_view, event) => paste(editor, event),
      attributes: {
        id: "id_html_editor", class: "prose", role: "textbox", lang: "da", "aria-multiline": "true",
        "aria-labelledby": "id_html_label", ...(field.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
      },
    },
    onUpdate() {
      if (mend(editor)) return // which is an update again
      field.value = editor.isEmpty ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, "")
      field.dispatchEvent(new Event("input", { bubbles: true }))
    },
    onTransaction: ({ editor: now }) => show(now),
  })
  field.hidden = true
  tools.hidden = false
  for (const button of tools.querySelectorAll("[data-tool]")) button.tabIndex = -1
  tools.querySelector("[data-tool]").tabIndex = 0
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tool]")
    if (button) use(editor, button.dataset.tool)
  })
  tools.addEventListener("keydown", walk)
  document.getElementById("id_html_label").addEventListener("click", (event) => {
    event.preventDefault()
    editor.commands.focus()
  })
  show(editor)
}

if (field) start(await import(field.dataset.editor))
