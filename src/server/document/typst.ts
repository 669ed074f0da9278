import { type CompileDocArgs, NodeCompiler, PdfStandard } from '@myriaddreamin/typst-ts-node-compiler'
import { readFont } from './font.ts'
import { mapTexts, showableText } from './text.ts'

/** What a template is given: `json(bytes(sys.inputs.data))`, and pictures under their paths, e.g. `/images/stamp.png`. */
export type TypstInputs = {
  /** JSON. Every text in it is first made showable; templates must only ever place it as a value, never evaluate it. */
  data: unknown
  images?: Readonly<Record<string, Uint8Array>>
  /** Files that the template attaches (`pdf.attach`), under their paths; the document is then PDF/A-3b. */
  attachments?: Readonly<Record<string, Uint8Array>>
}

// No such folder: a template reads what it is given and nothing of the machine.
const NOWHERE = '/starproof-document'

/**
 * Sets a typst template as PDF/A-2b (tagged, fonts embedded) in the calling thread. `template` is source text of ours; only fonts of `readFont` exist.
 * A document needs `#set document(date: …)`. A template that does not compile is a fault and throws with typst's words.
 */
export function setTypst(template: string, inputs: TypstInputs): Uint8Array {
  const font = readFont()
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: [font.regular, font.bold] }], workspace: NOWHERE })
  for (const [path, bytes] of Object.entries({ ...inputs.images, ...inputs.attachments })) {
    compiler.mapShadow(`${NOWHERE}${path}`, Buffer.from(bytes))
  }
  const data = JSON.stringify(mapTexts(inputs.data, (text) => showableText(text, font.covers)))
  const source: CompileDocArgs = { mainFileContent: template, inputs: { data } }
  const compiled = compiler.compile(source)
  const fault = compiled.takeError()
  if (fault) throw new Error(`the template does not compile: ${messagesOf(compiler.fetchDiagnostics(fault))}`)
  return compiler.pdf(compiled.result!, { pdfStandard: inputs.attachments ? PdfStandard.A_3b : PdfStandard.A_2b })
}

function messagesOf(diagnostics: { message?: string }[]): string {
  return diagnostics.map((diagnostic) => diagnostic.message ?? '').join('; ')
}
