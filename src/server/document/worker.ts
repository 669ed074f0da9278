import { parentPort, workerData } from 'node:worker_threads'
import { setPdf } from './pdf.ts'
import type { DocumentTask } from './render.ts'
import { setTypst } from './typst.ts'
import { setWord } from './word.ts'

/** Setting a report keeps a processor busy for up to seconds and some hundred megabytes: a thread of its own gives both back. */
async function carryOut(task: DocumentTask): Promise<Uint8Array> {
  switch (task.as) {
    case 'pdf':
      return setPdf(task.model)
    case 'word':
      return await setWord(task.model)
    case 'typst':
      return setTypst(task.template, task.inputs)
  }
}

parentPort!.postMessage(await carryOut(workerData as DocumentTask))
