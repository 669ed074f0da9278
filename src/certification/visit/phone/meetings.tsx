import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { type Signature, SignaturePad } from '#src/ui/signature-pad.tsx'
import { Notice } from '#src/ui/states.tsx'
import type { KeyPost } from '../../visit-kit/contract/kit.ts'
import { type ContentOf, MEETINGS, type Meeting } from '../contract/entry.ts'
import { ofKind } from '../rules/read.ts'
import { EntryLine } from './entry-line.tsx'
import { hashOf, type OpenVisit } from './use-visit.ts'

/** Opening and closing meeting: that they were held, and which key posts came and signed. */
export function Meetings({ visit }: { visit: OpenVisit }) {
  return (
    <div className="sp-site-two">
      {MEETINGS.map((meeting) => (
        <MeetingCard key={meeting} visit={visit} meeting={meeting} />
      ))}
    </div>
  )
}

function MeetingCard({ visit, meeting }: { visit: OpenVisit; meeting: Meeting }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const held = ofKind(visit.now, 'meeting').find((entry) => entry.content.meeting === meeting)
  const came = ofKind(visit.now, 'attendance').filter((entry) => entry.content.meeting === meeting)
  return (
    <Card title={t(`meeting.${meeting}`)}>
      <Stack>
        <details>
          <summary>{t('meeting.agenda')}</summary>
          <ol className="sp-site-script">
            {visit.kit.agendas[meeting].map((line) => (
              <li key={line.zh}>{local(line)}</li>
            ))}
          </ol>
        </details>
        {held ? (
          <ul className="sp-site-list">
            <EntryLine visit={visit} entry={held} title={t('meeting.held', { place: held.content.place })}>
              {held.content.note}
            </EntryLine>
          </ul>
        ) : (
          visit.canWrite && <Hold visit={visit} meeting={meeting} />
        )}
        <h3>{t('meeting.posts')}</h3>
        <ul className="sp-site-list">
          {visit.kit.posts.map((post) => {
            const entry = came.find((one) => one.content.postId === post.id)
            if (!entry) return <PostRow key={post.id} visit={visit} meeting={meeting} post={post} />
            const { content } = entry
            return (
              <EntryLine
                key={post.id}
                visit={visit}
                entry={entry}
                title={`${local(post.name)} · ${content.personName}`}
              >
                <span>
                  {content.isPresent
                    ? t(content.isTyped ? 'meeting.typed' : 'meeting.signed')
                    : t('meeting.absent', { reason: content.absentReason })}
                </span>
              </EntryLine>
            )
          })}
        </ul>
      </Stack>
    </Card>
  )
}

function Hold({ visit, meeting }: { visit: OpenVisit; meeting: Meeting }) {
  const { t } = useTranslation('visit')
  const [place, setPlace] = useState('')
  const [note, setNote] = useState('')
  return (
    <Stack>
      <TextField label={t('meeting.place')} maxLength={200} value={place} onChange={setPlace} />
      <TextArea label={t('note')} rows={2} maxLength={2000} value={note} onChange={setNote} />
      <Button
        kind="primary"
        icon="check"
        onClick={() =>
          void visit.write({ content: { kind: 'meeting', meeting, place: place.trim(), note: note.trim() } })
        }
      >
        {t('meeting.hold')}
      </Button>
    </Stack>
  )
}

function PostRow({ visit, meeting, post }: { visit: OpenVisit; meeting: Meeting; post: KeyPost }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="sp-site-entry">
      <div className="sp-site-words">
        <strong>{local(post.name)}</strong>
        <span className="sp-soft">{t(post.required ? 'meeting.required' : 'meeting.optional')}</span>
      </div>
      {visit.canWrite && !isOpen && (
        <Button icon="pen" onClick={() => setOpen(true)}>
          {t('meeting.record')}
        </Button>
      )}
      {isOpen && <AttendanceForm visit={visit} meeting={meeting} post={post} />}
    </li>
  )
}

type AttendanceFormProps = { visit: OpenVisit; meeting: Meeting; post: KeyPost }

function AttendanceForm({ visit, meeting, post }: AttendanceFormProps) {
  const { t } = useTranslation('visit')
  const [personName, setName] = useState('')
  const [presence, setPresence] = useState<'yes' | 'no' | null>(null)
  const [absentReason, setReason] = useState('')
  const isNamed = personName.trim() !== ''
  const keep = async (signature: Signature | null) => {
    const file = signature && { content: signature.image, name: 'signature.png' }
    const content: ContentOf<'attendance'> = {
      ...{ kind: 'attendance', meeting, postId: post.id, personName: personName.trim() },
      isPresent: file !== null,
      signatureSha256: file && (await hashOf(file)),
      isTyped: signature?.typedName != null,
      absentReason: file ? '' : absentReason.trim(),
    }
    await visit.write(file ? { content, file } : { content })
  }
  return (
    <Stack>
      <TextField label={t('personName')} required maxLength={60} value={personName} onChange={setName} />
      <SegmentedChoice
        label={t('meeting.presence')}
        options={[
          { value: 'yes', label: t('meeting.present'), icon: 'check' },
          { value: 'no', label: t('meeting.notPresent'), icon: 'close' },
        ]}
        value={presence}
        onChange={setPresence}
      />
      {presence === 'yes' &&
        (isNamed ? (
          <SignaturePad onDone={(signature) => void keep(signature)} />
        ) : (
          <Notice title={t('meeting.nameFirst')} />
        ))}
      {presence === 'no' && (
        <>
          <TextField label={t('reason')} required maxLength={300} value={absentReason} onChange={setReason} />
          <Button kind="primary" disabled={!isNamed || absentReason.trim() === ''} onClick={() => void keep(null)}>
            {t('save')}
          </Button>
        </>
      )}
    </Stack>
  )
}
