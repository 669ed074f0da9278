import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { Facts, Stack } from '#src/ui/card.tsx'
import { Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { readWorkOrder, type WorkOrderSheet } from '../contract.ts'

function fileAddress(sha256: string): string {
  return `/api/files/${sha256}`
}

/** What the technician found, did and brought back: times, place, checklist, parts, photos, signature. */
export function Sheet({ workOrderId }: { workOrderId: string }) {
  const { t } = useTranslation('request')
  const sheet = useEndpoint(readWorkOrder, { params: { workOrderId } }, { follows: ['work_order', 'visit'] })
  if (sheet.error) return <FailureNote error={sheet.error} />
  if (!sheet.data) return <Skeleton lines={4} />
  return (
    <Stack>
      <SheetFacts sheet={sheet.data} />
      {!sheet.data.visit && <p className="sp-soft">{t('sheet.noVisit')}</p>}
      <Checklist sheet={sheet.data} />
      <Photos sheet={sheet.data} />
      <Signature sheet={sheet.data} />
    </Stack>
  )
}

function SheetFacts({ sheet }: { sheet: WorkOrderSheet }) {
  const { t, i18n } = useTranslation('request')
  const at = (instant: string | null | undefined) => instant && showAt(instant, i18n.language)
  const { visit } = sheet
  const gps =
    visit &&
    (visit.arrivedLatitude !== null && visit.arrivedLongitude !== null
      ? t('sheet.gps', {
          latitude: visit.arrivedLatitude.toFixed(5),
          longitude: visit.arrivedLongitude.toFixed(5),
          metres: Math.round(visit.arrivedAccuracyMetres ?? 0),
        })
      : t('sheet.gpsNone'))
  return (
    <Facts
      of={[
        [t('sheet.technician'), sheet.staffName],
        [
          t('sheet.planned'),
          sheet.plannedFromAt &&
            sheet.plannedToAt &&
            `${at(sheet.plannedFromAt)} – ${showAt(sheet.plannedToAt, i18n.language, 'time')}`,
        ],
        [t('sheet.note'), sheet.note],
        [t('sheet.arrived'), visit && [at(visit.arrivedAt), gps].join(' · ')],
        [t('sheet.finished'), at(visit?.finishedAt)],
        [t('sheet.outcome'), visit?.outcome && t(`sheet.outcomes.${visit.outcome}`)],
        [t('sheet.work'), visit?.workText && <span className="req-words">{visit.workText}</span>],
        [t('sheet.parts'), visit?.partsText && <span className="req-words">{visit.partsText}</span>],
      ]}
    />
  )
}

function Checklist({ sheet }: { sheet: WorkOrderSheet }) {
  const { t } = useTranslation('request')
  const { visit, checklist } = sheet
  if (!visit || checklist.length === 0) return null
  const said = (answer: boolean | number | string | undefined, unit: string) => {
    if (answer === undefined || answer === '') return <span className="sp-soft">{t('sheet.blank')}</span>
    if (typeof answer === 'boolean') return answer ? t('sheet.yes') : t('sheet.no')
    return `${answer}${unit ? ` ${unit}` : ''}`
  }
  return (
    <section>
      <h4>{t('sheet.checklist')}</h4>
      <Facts of={checklist.map((step) => [step.text, said(visit.answers[step.id], step.unit)] as const)} />
    </section>
  )
}

function Photos({ sheet }: { sheet: WorkOrderSheet }) {
  const { t, i18n } = useTranslation('request')
  if (sheet.photos.length === 0) return null
  return (
    <section>
      <h4>{t('sheet.photos')}</h4>
      <ul className="req-photos">
        {sheet.photos.map((photo) => {
          const taken = t('sheet.photoAt', { time: showAt(photo.takenAt, i18n.language) })
          return (
            <li key={photo.id}>
              <a href={fileAddress(photo.sha256)} target="_blank" rel="noopener" title={taken}>
                <img
                  loading="lazy"
                  src={fileAddress(photo.sha256)}
                  alt={photo.caption ? t('sheet.photo', { caption: photo.caption }) : taken}
                />
              </a>
              <span className="sp-soft">{photo.caption}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Signature({ sheet }: { sheet: WorkOrderSheet }) {
  const { t, i18n } = useTranslation('request')
  const { visit } = sheet
  if (!visit?.finishedAt) return null
  return (
    <section>
      <h4>{t('sheet.signature')}</h4>
      {visit.signatureSha256 ? (
        <>
          <img
            className="req-signature"
            src={fileAddress(visit.signatureSha256)}
            alt={t('sheet.signatureOf', { name: visit.signedBy })}
          />
          <span className="sp-soft">
            {t('sheet.signedBy', {
              name: visit.signedBy,
              time: showAt(visit.signedAt ?? visit.finishedAt, i18n.language),
            })}
          </span>
        </>
      ) : (
        <p>{t('sheet.unsigned', { reason: visit.unsignedReason })}</p>
      )}
    </section>
  )
}
