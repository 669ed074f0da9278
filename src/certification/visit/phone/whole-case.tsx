import { useTranslation } from 'react-i18next'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Notice, Skeleton } from '#src/ui/states.tsx'
import type { OriginalEntry } from '../contract/visit.ts'
import { byRecord, isProven } from '../rules/originals.ts'
import { Original } from './original.tsx'
import { useOriginals } from './use-originals.ts'
import './visit.css'

/** All that the client's ledger holds about one sampled case, record by record, with the proof of each entry. */
export function WholeCase({ auditId, caseId }: { auditId: string; caseId: string }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const { byCase, read } = useOriginals(auditId)
  const one = byCase.get(caseId)
  if (!one) {
    if (read.isPending) return <Skeleton lines={5} />
    return read.error ? (
      <Notice tone="bad" {...words(read.error)} />
    ) : (
      <Notice tone="warn" title={t('record.noOriginal')} />
    )
  }
  const failing = one.originals.filter((original) => !isProven(original)).length
  return (
    <Stack>
      <Notice
        tone={failing === 0 ? 'good' : 'bad'}
        title={
          failing === 0
            ? t('record.allProven', { count: one.originals.length })
            : t('record.someUnproven', { count: failing, all: one.originals.length })
        }
      />
      {one.leftOut > 0 && <Notice tone="warn" title={t('record.leftOut', { count: one.leftOut })} />}
      {byRecord(one.originals).map((originals) => (
        <OneRecord key={originals[0]!.recordId} auditId={auditId} originals={originals} />
      ))}
    </Stack>
  )
}

/** A request, a work order, a rating: its entries as they came into the ledger. */
function OneRecord({ auditId, originals }: { auditId: string; originals: readonly OriginalEntry[] }) {
  const { t, i18n } = useTranslation(['visit', 'evidence'])
  const { recordType } = originals[0]!
  const key = `record.${recordType}`
  return (
    <section className="sp-site-record">
      <h3>{i18n.exists(key, { ns: 'evidence' }) ? String(t(`evidence:${key}` as never)) : recordType}</h3>
      {originals.map((original) => (
        <Original key={original.leafIndex} auditId={auditId} original={original} ofRecord={originals} />
      ))}
    </section>
  )
}
