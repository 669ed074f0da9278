import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { Field, TextField } from '#src/ui/field.tsx'
import { dayOf } from '#src/ui/when.ts'
import type { RecordFound } from '../contract/sample.ts'
import { recordOfLink } from '../rules/evidence.ts'
import { EvidenceRecord } from './evidence-record.tsx'
import type { Sheet } from './use-sheet.ts'

/** What the server takes, by its first bytes. */
const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,audio/mpeg,audio/mp4,audio/wav'
const MOST_TITLE = 200

/** Their details are plain words. */
const PLAIN: readonly string[] = ['service_request', 'work_order']

const KINDS = ['file', 'record', 'material', 'link'] as const
type Kind = (typeof KINDS)[number]
type EvidenceFormProps = { sheet: Sheet; leafId: string; onClose: () => void }

/** A file, a record, a material or an address, with the day or period for which it speaks. A link of this desk becomes a record. */
export function EvidenceForm({ sheet, leafId, onClose }: EvidenceFormProps) {
  const { t } = useTranslation(['assessment', 'common'])
  const [kind, setKind] = useState<Kind>('file')
  const [file, setFile] = useState<File | null>(null)
  const [link, setLink] = useState('')
  const [found, setFound] = useState<RecordFound | null>(null)
  const [title, setTitle] = useState('')
  const [fromOn, setFromOn] = useState(() => dayOf(new Date().toISOString()))
  const [toOn, setToOn] = useState('')
  const [isTried, setTried] = useState(false)
  // The records and materials of an audit's round are of another organisation.
  const kinds = KINDS.filter((one) => sheet.detail.kind === 'self' || one === 'file' || one === 'link')
  const source = sourceOf(kind, { file, link, found })
  const isBackwards = toOn !== '' && toOn < fromOn
  const turnTo = (next: Kind) => {
    setKind(next)
    setFound(null)
    setTried(false)
  }
  const choose = (one: RecordFound) => {
    setFound(one)
    const { label, detail, record } = one
    // A title is never erased: a customer's name does not belong in it.
    setTitle((PLAIN.includes(record.type) ? `${label} ${detail}` : label).slice(0, MOST_TITLE))
    // For which days a material speaks only a person knows.
    setFromOn(one.onDay ?? '')
    setToOn(one.untilOn ?? '')
  }
  const add = async () => {
    setTried(true)
    if (!source || title.trim() === '' || fromOn === '' || isBackwards) return
    const about = { title: title.trim(), effectiveFromOn: fromOn, effectiveToOn: toOn === '' ? null : toOn }
    await sheet.attach(
      leafId,
      source instanceof File ? { ...about, file: source } : { ...about, id: newId(), ...source },
    )
    onClose()
  }
  const missing = (value: string) => (isTried && value.trim() === '' ? t('common:field.missing') : undefined)
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="primary" onClick={() => void add()}>
        {t('evidence.add')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('evidence.add')} actions={actions}>
      <Stack>
        <SegmentedChoice
          label={t('evidence.what')}
          options={kinds.map((value) => ({
            value,
            label: value === 'link' ? t('evidence.link') : t(`evidence.kind.${value}`),
          }))}
          value={kind}
          onChange={turnTo}
        />
        {kind === 'file' && (
          <Field
            label={t('evidence.file')}
            hint={t('evidence.fileHint')}
            required
            error={isTried && !file ? t('common:field.missing') : undefined}
          >
            {(wired) => (
              <input
                {...wired}
                className="sp-input"
                type="file"
                accept={ACCEPTED}
                onChange={(event) => {
                  const chosen = event.target.files?.[0] ?? null
                  setFile(chosen)
                  if (chosen && title === '') setTitle(chosen.name.replace(/[.][^.]+$/, '').slice(0, MOST_TITLE))
                }}
              />
            )}
          </Field>
        )}
        {kind === 'link' && (
          <TextField
            label={t('evidence.link')}
            hint={t('evidence.linkHint')}
            required
            inputMode="url"
            maxLength={1000}
            value={link}
            onChange={setLink}
            error={isTried && !source ? t('evidence.linkWrong') : undefined}
          />
        )}
        {(kind === 'record' || kind === 'material') && (
          <EvidenceRecord
            key={kind}
            kind={kind}
            isReachable={sheet.isReachable}
            found={found}
            isMissing={isTried && !found}
            onChoose={choose}
            onAnew={() => setFound(null)}
          />
        )}
        <TextField
          label={t('evidence.name')}
          required
          maxLength={MOST_TITLE}
          value={title}
          onChange={setTitle}
          error={missing(title)}
        />
        <div className="sp-round-days">
          <TextField
            label={t('evidence.from')}
            type="date"
            required
            value={fromOn}
            onChange={setFromOn}
            error={missing(fromOn)}
          />
          <TextField
            label={t('evidence.to')}
            type="date"
            value={toOn}
            onChange={setToOn}
            error={isBackwards ? t('evidence.backwards') : undefined}
          />
        </div>
        <p className="sp-soft">{t('evidence.daysHint')}</p>
      </Stack>
    </Dialog>
  )
}

type Source =
  | File
  | { kind: 'url'; url: string }
  | { kind: 'record' | 'material'; recordType: string; recordId: string }

type Given = { file: File | null; link: string; found: RecordFound | null }

function sourceOf(kind: Kind, { file, link, found }: Given): Source | null {
  switch (kind) {
    case 'file':
      return file
    case 'link':
      return linkOf(link)
    case 'record':
    case 'material':
      return found && { kind, recordType: found.record.type, recordId: found.record.id }
  }
}

function linkOf(link: string): Source | null {
  const record = recordOfLink(link)
  if (record) return { kind: 'record', ...record }
  const url = link.trim()
  return /^https?:[/][/]/i.test(url) && URL.canParse(url) ? { kind: 'url', url } : null
}
