import { useTranslation } from 'react-i18next'
import { linesOf } from '#src/evaluation/evidence/web/content.tsx'
import { Facts } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { OriginalEntry } from '../contract/visit.ts'
import { answersOf, factsOf, isProven, type ReadFact } from '../rules/originals.ts'
import { OriginalPictures } from './original-pictures.tsx'

type Props = {
  auditId: string
  original: OriginalEntry
  /** All entries of its record: the questions stand in an earlier one than their answers. */
  ofRecord: readonly OriginalEntry[]
}

/** One entry: what happened and when, its proof, what people read first, its pictures; every field and the hash behind. */
export function Original({ auditId, original, ofRecord }: Props) {
  const { t, i18n } = useTranslation(['visit', 'evidence'])
  const key = `verb.${original.verb}`
  const verb = i18n.exists(key, { ns: 'evidence' }) ? String(t(`evidence:${key}` as never)) : original.verb
  const holds = isProven(original)
  const lines = linesOf(original.content)
  return (
    <section className="sp-site-original">
      <strong>
        {verb} · {showAt(original.claimedAt, i18n.language, 'short')}
      </strong>
      <span>
        <Pill tone={holds ? 'good' : 'bad'} icon={holds ? 'shield' : 'warn'}>
          {t(holds ? 'visit:record.proven' : 'visit:record.unproven', { place: original.leafIndex + 1 })}
        </Pill>
      </span>
      {original.content === null && <span className="sp-soft">{t('visit:record.erased')}</span>}
      <ReadFirst original={original} ofRecord={ofRecord} />
      <OriginalPictures auditId={auditId} files={original.files} />
      <details>
        <summary>{t('visit:record.behind', { count: lines.length })}</summary>
        <Facts of={lines} />
        <span className="sp-site-hash">
          {t('visit:record.hash')} {original.leafHash}
        </span>
      </details>
    </section>
  )
}

function ReadFirst({ original, ofRecord }: Pick<Props, 'original' | 'ofRecord'>) {
  const { t } = useTranslation('visit')
  const valueWords = useValueWords()
  const answers = answersOf(ofRecord, original.content)
  const facts = factsOf(original.content)
  if (facts.length + answers.length === 0) return null
  return (
    <Facts
      of={[
        ...facts.map((fact) => [t(`record.field.${fact.field}` as 'record.field.note'), valueWords(fact)] as const),
        ...answers.map(({ question, answer }) => {
          const said = answer === true ? t('record.yes') : answer === false ? t('record.no') : String(answer)
          return [question, said] as const
        }),
      ]}
    />
  )
}

/** Where the words of a field's values stand in the catalogue of requests. */
const VALUE_WORDS: Record<string, string> = {
  kind: 'kind',
  channel: 'channel',
  urgency: 'urgency',
  complaintClass: 'complaintClass',
  source: 'rating.source',
  outcome: 'sheet.outcomes',
}

function useValueWords(): (fact: ReadFact) => string {
  const { t, i18n } = useTranslation('request')
  return ({ field, value }) => {
    const key = `${VALUE_WORDS[field]}.${value}`
    if (VALUE_WORDS[field] && i18n.exists(key, { ns: 'request' })) return String(t(key as never))
    return /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? showAt(value, i18n.language, 'short') : value
  }
}
