import type { LetterParts } from '#src/account/door.ts'
import { renderPdf, renderWord } from '#src/server/document/render.ts'
import { answerRefusal } from '#src/server/http/answers.ts'
import type { Routes } from '#src/server/http/mount.ts'
import type { Actor } from '#src/shared/actor.ts'
import { accept, refuse } from '#src/shared/decision.ts'
import { loadAudit } from '../audit/store.ts'
import { readDocument } from './actions/file.ts'
import { describeReview } from './actions/report.ts'
import { addDocument, closeRound, judgeDocument, openRound, readRound, readRounds } from './actions/review.ts'
import * as contract from './contract.ts'

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export function documentReviewRoutes(parts: LetterParts): Routes {
  return (mount, platform) => {
    mount.query(contract.readDocumentReviews, async (tx, { params }) => {
      if (!(await loadAudit(tx, params.auditId))) return refuse('not_found', 'not_found')
      return accept(await readRounds(tx, params.auditId))
    })
    mount.command(contract.openDocumentReview, (tx, { params, body }) => openRound(tx, params.auditId, body.reviewId))
    mount.command(contract.addReviewDocument, (tx, { params, body }) => addDocument(tx, params.reviewId, body))
    mount.command(contract.judgeDocument, (tx, { params, body }) => judgeDocument(tx, params, body))
    mount.command(contract.closeDocumentReview, (tx, { params, body }) => closeRound(tx, parts, params.reviewId, body))

    mount.raw(contract.downloadReviewFile, async ({ actor, reply, query: ask }, { params }) => {
      const read = await ask(actor as Actor, (tx) => readDocument(tx, parts, params.reviewId, params.sha256))
      if (!read.ok) return answerRefusal(reply, read.refusal)
      const { bytes, mediaType } = read.value
      return reply
        .type(mediaType)
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', mediaType === 'application/octet-stream' ? 'attachment' : 'inline')
        .send(bytes)
    })

    mount.raw(contract.downloadDocumentReview, async ({ actor, reply, query: ask }, { params, query }) => {
      const found = await ask(actor as Actor, (tx) => readRound(tx, params.reviewId))
      if (!found) return answerRefusal(reply, refuse('not_found', 'not_found').refusal)
      const { round, addressee } = found
      const model = describeReview(round, addressee, query.language, platform.now().toISOString())
      const bytes = query.as === 'pdf' ? await renderPdf(model) : await renderWord(model)
      return reply
        .type(query.as === 'pdf' ? 'application/pdf' : WORD)
        .header('content-disposition', `attachment; filename="${addressee.auditNumber}-${round.number}.${query.as}"`)
        .send(Buffer.from(bytes))
    })
  }
}
