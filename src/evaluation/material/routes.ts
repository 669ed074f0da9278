import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keepPack, sendPack } from '#src/account/door.ts'
import { renderPdf, renderWord } from '#src/server/document/render.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { newId } from '#src/shared/id.ts'
import type { EvidenceParts, PackMade } from '../evidence/door.ts'
import { bringMaterial, confirmLacking, readLines, withdrawMaterial } from './actions/checklist.ts'
import { declareForm, saveForm, showForm } from './actions/form.ts'
import { makeApplicationPack } from './actions/pack.ts'
import { loadReport } from './actions/report.ts'
import * as application from './contract/application.ts'
import * as checklist from './contract/checklist.ts'
import { composeReport } from './rules/report/compose.ts'
import type { Language } from './rules/report/words.ts'

type Sent = Answer<typeof application.sendApplication>

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export function materialRoutes({ files, sealer, packFolder }: EvidenceParts): Routes {
  return (mount, platform) => {
    const making = new Set<string>()

    /** Has a pack made that `use` takes; nothing of it stays, however that ends. One at a time: a pack reads everything there is. */
    async function withPack<T>(
      orgId: string,
      options: { language: Language; signal?: AbortSignal },
      use: (path: string, made: PackMade) => Promise<Decision<T>>,
    ): Promise<Decision<T>> {
      if (making.has(orgId)) return refuse('conflict', 'pack_in_the_making')
      making.add(orgId)
      const path = join(packFolder, `${newId()}.starpack`)
      const work = async () => {
        await mkdir(packFolder, { recursive: true, mode: 0o700 })
        const made = await makeApplicationPack({ platform, files, sealer }, orgId, path, options)
        return made.ok ? use(path, made.value) : made
      }
      return work().finally(async () => {
        making.delete(orgId)
        await rm(path, { force: true })
      })
    }

    mount.query(checklist.readChecklist, async (tx) => accept({ madeAt: tx.at, ...(await readLines(tx)) }))
    mount.command(checklist.addMaterial, (tx, { body }) => bringMaterial(tx, body))
    mount.command(checklist.withdrawMaterial, (tx, { params, body }) =>
      withdrawMaterial(tx, params.materialFileId, body),
    )
    mount.command(checklist.confirmLacking, (tx, { body }) => confirmLacking(tx, body))
    mount.query(application.readApplicationForm, async (tx) => accept(await showForm(tx)))
    mount.command(application.saveApplicationForm, (tx, { body }) => saveForm(tx, body))
    mount.command(application.declareApplication, (tx, { body }) => declareForm(tx, body.version))

    mount.raw(application.downloadReport, async ({ actor, reply, query: ask }, { query }) => {
      const report = await ask(actor as Actor, (tx) => loadReport(tx, query.assessmentId))
      if (!report.ok) return answerRefusal(reply, report.refusal)
      const model = composeReport(report.value, query.language)
      const bytes = query.as === 'pdf' ? await renderPdf(model) : await renderWord(model)
      return reply
        .type(query.as === 'pdf' ? 'application/pdf' : WORD)
        .header('content-disposition', `attachment; filename="self-evaluation-${report.value.todayOn}.${query.as}"`)
        .header('cache-control', 'no-store')
        .send(Buffer.from(bytes))
    })

    mount.raw(application.downloadApplicationPack, async ({ actor, reply }, { query }) => {
      const leaving = new AbortController()
      reply.raw.once('close', () => leaving.abort())
      const options = { language: query.language, signal: leaving.signal }
      const made = await withPack((actor as Actor).orgId, options, async (path, { bytes, size }) =>
        accept({ bytes, size, file: await open(path) }),
      )
      if (!made.ok) return answerRefusal(reply, made.refusal)
      const name = `application-${platform.now().toISOString().slice(0, 10)}.starpack`
      return reply
        .type('application/octet-stream')
        .header('content-length', made.value.bytes)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .header('x-starproof-entries', made.value.size)
        .send(made.value.file.createReadStream())
    })

    mount.raw(application.sendApplication, async ({ actor, reply, command }, { body }) => {
      const { orgId } = actor as Actor
      // A command sent again gets its first answer before anything is made. Where there is none, this refusal comes back, which is nobody else's here.
      const earlier = await command<Sent>(actor as Actor, async () => refuse('conflict', 'pack_in_the_making'))
      if (earlier.ok) return earlier.value
      if (earlier.refusal.code !== 'pack_in_the_making') return answerRefusal(reply, earlier.refusal)
      const to = { orgId: body.toOrgId, name: body.toName }
      const sent = await withPack(orgId, { language: body.language }, async (path) => {
        const kept = await keepPack(files, orgId, path)
        if (!kept.ok) return kept
        return command(actor as Actor, (tx) => sendPack(tx, { pack: kept.value, to, deliver: 'here' }))
      })
      return sent.ok ? sent.value : answerRefusal(reply, sent.refusal)
    })
  }
}
