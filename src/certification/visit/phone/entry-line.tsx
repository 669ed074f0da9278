import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt } from '#src/ui/when.ts'
import type { VisitEntry } from '../contract/entry.ts'
import type { OpenVisit } from './use-visit.ts'

type EntryLineProps = {
  visit: OpenVisit
  entry: VisitEntry
  title: ReactNode
  children?: ReactNode
  onChange?: (() => void) | undefined
}

/** One entry as it was written: by whom, when, about which leaves; its writer and the leader may take it back. */
export function EntryLine({ visit, entry, title, children, onChange }: EntryLineProps) {
  const { t, i18n } = useTranslation('visit')
  const [isTaking, setTaking] = useState(false)
  const isMine = visit.canWrite && (entry.byPersonId === visit.me.personId || visit.me.isLeader)
  return (
    <li className="sp-site-entry">
      <div className="sp-site-words">
        <strong>{title}</strong>
        {children}
        <span className="sp-soft">
          {entry.byName} · {showAt(entry.occurredAt, i18n.language, 'short')}
          {entry.leafIds.length > 0 && ` · ${entry.leafIds.join(' ')}`}
        </span>
      </div>
      <RowOf>
        {visit.waiting.has(entry.id) && <Pill tone="warn">{t('kept')}</Pill>}
        {isMine && onChange && (
          <Button kind="quiet" icon="pen" onClick={onChange}>
            {t('change')}
          </Button>
        )}
        {isMine && (
          <Button kind="quiet" icon="undo" onClick={() => setTaking(true)}>
            {t('takeBack')}
          </Button>
        )}
      </RowOf>
      <TakeBack visit={visit} entry={entry} open={isTaking} onClose={() => setTaking(false)} />
    </li>
  )
}

type TakeBackProps = { visit: OpenVisit; entry: VisitEntry; open: boolean; onClose: () => void }

function TakeBack({ visit, entry, open, onClose }: TakeBackProps) {
  const { t } = useTranslation('visit')
  const [reason, setReason] = useState('')
  const go = async () => {
    await visit.write({ content: { kind: 'withdrawal', reason: reason.trim() }, replacesId: entry.id })
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('takeBackTitle')}
      actions={
        <Button kind="danger" disabled={reason.trim() === ''} onClick={() => void go()}>
          {t('takeBack')}
        </Button>
      }
    >
      <p className="sp-soft">{t('takeBackHint')}</p>
      <TextField label={t('reason')} required maxLength={300} value={reason} onChange={setReason} />
    </Dialog>
  )
}

type LeafPickerProps = { visit: OpenVisit; chosen: readonly string[]; onChange: (leafIds: string[]) => void }

/** The leaves that an entry speaks of, chosen one after the other. */
export function LeafPicker({ visit, chosen, onChange }: LeafPickerProps) {
  const { t, i18n } = useTranslation('visit')
  const name = (leafId: string) => {
    const leaf = visit.leaves.find((one) => one.leafId === leafId)
    return leaf ? `${leafId} ${i18n.language === 'zh-CN' ? leaf.name.zh : leaf.name.en}` : leafId
  }
  return (
    <fieldset className="sp-field">
      <legend className="sp-field-label">{t('leaves')}</legend>
      <select
        className="sp-input"
        aria-label={t('leaves')}
        value=""
        onChange={(event) => event.target.value && onChange([...chosen, event.target.value])}
      >
        <option value="">{t('leavesAdd')}</option>
        {visit.leaves
          .filter((leaf) => !chosen.includes(leaf.leafId))
          .map((leaf) => (
            <option key={leaf.leafId} value={leaf.leafId}>
              {name(leaf.leafId)}
            </option>
          ))}
      </select>
      <div className="sp-row-of">
        {chosen.map((leafId) => (
          <Button key={leafId} icon="close" onClick={() => onChange(chosen.filter((one) => one !== leafId))}>
            {name(leafId)}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
