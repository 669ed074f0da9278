import { Worker } from 'node:worker_threads'
import type { DocumentModel } from './model.ts'
import type { TypstInputs } from './typst.ts'

export type DocumentTask =
  | { as: 'pdf'; model: DocumentModel }
  | { as: 'word'; model: DocumentModel }
  | { as: 'typst'; template: string; inputs: TypstInputs }

/** What one document may take. A report of a thousand pages stays well below both. */
const LIMIT = { minutes: 3, heapMb: 2_048 }
/** Documents set at the same time; more wait their turn, so that a busy afternoon costs time and not memory. */
const AT_ONCE = 2

let running = 0
const waiting: (() => void)[] = []

/** A document as PDF/A-2b: Noto Sans SC embedded, tagged, with bookmarks and page numbers. The same model gives the same text and layout. */
export function renderPdf(model: DocumentModel): Promise<Uint8Array> {
  return inTurn({ as: 'pdf', model })
}

/** A document as Word (.docx): styles, table of contents, page numbers, Word's own charts. */
export function renderWord(model: DocumentModel): Promise<Uint8Array> {
  return inTurn({ as: 'word', model })
}

/** Any typst template of ours as PDF/A-2b; see `setTypst` for what a template finds. */
export function renderTypst(template: string, inputs: TypstInputs): Promise<Uint8Array> {
  return inTurn({ as: 'typst', template, inputs })
}

async function inTurn(task: DocumentTask): Promise<Uint8Array> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await inThread(task)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function inThread(task: DocumentTask): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const resourceLimits = { maxOldGenerationSizeMb: LIMIT.heapMb }
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: task, resourceLimits })
    const timer = setTimeout(() => {
      reject(new Error(`a document took longer than ${LIMIT.minutes} minutes`))
      void worker.terminate()
    }, LIMIT.minutes * 60_000)
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(timer)
      reject(new Error('the document thread ended without an answer'))
    })
  })
}
