import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#src/client/hooks.ts'
import { readCertification } from '#src/evaluation/certification-progress/contract/progress.ts'
import { showOn } from '#src/ui/when.ts'
import { Tile } from './tile.tsx'

/** The certificate held, and what comes next for it. */
export function CertificateTile() {
  const { t, i18n } = useTranslation('progress')
  return (
    <Tile
      title={t('home.certificate')}
      href="/certification"
      read={useEndpoint(readCertification, {}, { follows: ['parcel', 'received_certificate', 'correction'] })}
      say={({ held, due, tasks }) => {
        const next = due[0]
        const figure = held?.says
          ? held.says.stars > 0
            ? t('certificate.stars', { count: held.says.stars })
            : t('certificate.qualified')
          : t('home.noCertificate')
        const dueWords = next
          ? t('home.nextDue', { what: t(`due.kind.${next.kind}`), day: showOn(next.latestOn, i18n.language) })
          : t('home.nothingDue')
        const status = held?.standing && t(`status.${held.standing.status}`)
        const toDo = tasks.length > 0 ? t('home.tasks', { count: tasks.length }) : ''
        const presses = tasks.some(({ isOverdue }) => isOverdue) || next?.state === 'near'
        const hint = [status, held ? dueWords : '', toDo].filter(Boolean).join(' · ')
        const isBad = next?.state === 'passed' || held?.standing?.status === 'suspended'
        return { figure, hint, ...(isBad ? { tone: 'bad' } : presses ? { tone: 'warn' } : {}) }
      }}
    />
  )
}
