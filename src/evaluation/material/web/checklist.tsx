import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useMay } from '#src/client/use-may.ts'
import { downloadFile } from '#src/server/files/contract.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { Button } from '#src/ui/button.tsx'
import { Card } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import {
  addMaterial,
  type MaterialFile,
  type MaterialLine,
  type readChecklist,
  withdrawMaterial,
} from '../contract/checklist.ts'
import { isExpired } from '../rules/checklist.ts'
import { AddMaterial } from './add-material.tsx'
import { WithdrawMaterial } from './withdraw-material.tsx'

const TONES = { present: 'good', missing: 'bad', expired: 'warn' } as const
const ICONS = { present: 'check', missing: 'warn', expired: 'clock' } as const

type Opened = { kind: 'add'; line: MaterialLine } | { kind: 'withdraw'; file: MaterialFile } | null

/** Every material in one of three states, with what was brought for it. */
export function ChecklistCard({ lines, todayOn }: Answer<typeof readChecklist>) {
  const { t } = useTranslation('material')
  const [opened, setOpened] = useState<Opened>(null)
  const missing = lines.filter((line) => line.state === 'missing').length
  const expired = lines.filter((line) => line.state === 'expired').length
  const close = () => setOpened(null)
  return (
    <Card title={t('list.title')}>
      <p className="sp-soft">{t('list.lead')}</p>
      {missing + expired === 0 ? (
        <Notice tone="good" title={t('list.ready')} />
      ) : (
        <Notice tone="warn" title={t('list.lacking', { missing, expired })} />
      )}
      <ul className="sp-material-lines">
        {lines.map((line) => (
          <Line key={line.id} line={line} todayOn={todayOn} onOpen={setOpened} />
        ))}
      </ul>
      {opened?.kind === 'add' && <AddMaterial line={opened.line} onClose={close} />}
      {opened?.kind === 'withdraw' && <WithdrawMaterial file={opened.file} onClose={close} />}
    </Card>
  )
}

type LineProps = { line: MaterialLine; todayOn: string; onOpen: (opened: Opened) => void }

function Line({ line, todayOn, onOpen }: LineProps) {
  const { t } = useTranslation('material')
  const may = useMay()
  const [showsGone, setShowsGone] = useState(false)
  const gone = line.brought.filter((file) => file.withdrawnAt !== null)
  const shown = showsGone ? line.brought : line.brought.filter((file) => file.withdrawnAt === null)
  return (
    <li className={`sp-material-line sp-material-line-${line.state}`}>
      <Pill tone={TONES[line.state]} icon={ICONS[line.state]}>
        {t(`state.${line.state}`)}
      </Pill>
      <div className="sp-material-words">
        <h3>{t(`material.${line.id}`)}</h3>
        <span className="sp-soft">{t(`hint.${line.id}`)}</span>
        <span>
          {line.wanted > 0
            ? t('list.have', { have: line.have, wanted: line.wanted })
            : t('list.enough', { have: line.have })}
          {line.records && ` · ${t('list.fromRecords', { count: line.records.valid })}`}
          {line.records &&
            line.records.expired > 0 &&
            ` · ${t('list.expiredRecords', { count: line.records.expired })}`}
          {line.isDefault && <span className="sp-soft"> · {t('list.default')}</span>}
        </span>
        {shown.length > 0 && (
          <ul className="sp-material-files">
            {shown.map((file) => (
              <File key={file.id} file={file} todayOn={todayOn} onOpen={onOpen} />
            ))}
          </ul>
        )}
        {gone.length > 0 && !showsGone && (
          <div>
            <Button kind="quiet" onClick={() => setShowsGone(true)}>
              {t('list.showWithdrawn', { count: gone.length })}
            </Button>
          </div>
        )}
      </div>
      {may(addMaterial) && (
        <Button icon="plus" onClick={() => onOpen({ kind: 'add', line })}>
          {t('list.add')}
        </Button>
      )}
    </li>
  )
}

function File({ file, todayOn, onOpen }: { file: MaterialFile; todayOn: string; onOpen: (opened: Opened) => void }) {
  const { t, i18n } = useTranslation('material')
  const may = useMay()
  const isGone = file.withdrawnAt !== null
  const href = addressOf(downloadFile.path, { sha256: file.fileSha256 }, undefined)
  return (
    <li className={isGone ? 'sp-material-file sp-material-gone' : 'sp-material-file'}>
      <a href={href} target="_blank" rel="noreferrer">
        {file.name}
      </a>
      {!isGone && isExpired(file, todayOn) && (
        <Pill tone="warn">{t('list.expiredOn', { day: file.validUntilOn })}</Pill>
      )}
      {!isGone && !isExpired(file, todayOn) && file.validUntilOn && (
        <span className="sp-soft">{t('list.validUntil', { day: file.validUntilOn })}</span>
      )}
      <span className="sp-soft">
        {t('list.by', { name: file.addedByName, at: showAt(file.addedAt, i18n.language) })}
        {isGone && ` · ${t('list.withdrawn', { name: file.withdrawnByName, reason: file.withdrawnReason })}`}
      </span>
      {!isGone && may(withdrawMaterial) && (
        <Button kind="quiet" onClick={() => onOpen({ kind: 'withdraw', file })}>
          {t('list.withdraw')}
        </Button>
      )}
    </li>
  )
}
