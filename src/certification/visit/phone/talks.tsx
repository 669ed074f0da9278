import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { SelectField, TextArea, TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { scoreTest } from '../../visit-kit/rules/kit.ts'
import { ofKind } from '../rules/read.ts'
import { EntryLine, LeafPicker } from './entry-line.tsx'
import { KnowledgeTest } from './knowledge-test.tsx'
import { useKept } from './use-kept.ts'
import type { OpenVisit } from './use-visit.ts'

/** Interviews with key posts and others, and tests of knowledge with questions drawn from the kit. */
export function Talks({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const [testId, setTestId] = useState<string | null>(null)
  return (
    <Stack>
      <Card title={t('interview.title')}>
        <Stack>
          <ul className="sp-site-list">
            {ofKind(visit.now, 'interview').map((entry) => (
              <EntryLine
                key={entry.id}
                visit={visit}
                entry={entry}
                title={`${entry.content.personName} · ${entry.content.post}`}
              >
                {entry.content.answers.map((one) => (
                  <span key={one.question}>
                    {one.question} — {one.answer}
                  </span>
                ))}
                {entry.content.note && <span>{entry.content.note}</span>}
              </EntryLine>
            ))}
          </ul>
          {visit.canWrite && <InterviewForm visit={visit} />}
        </Stack>
      </Card>
      <Card title={t('test.title')}>
        <Stack>
          <p className="sp-soft">{t('test.hint', { count: visit.kit.knowledge.drawn.value })}</p>
          <ul className="sp-site-list">
            {ofKind(visit.now, 'knowledge_test').map((entry) => {
              const score = scoreTest(visit.kit, entry.content.answers)
              return (
                <EntryLine
                  key={entry.id}
                  visit={visit}
                  entry={entry}
                  title={`${entry.content.personName} · ${entry.content.post}`}
                >
                  <span>
                    <Pill tone={score.isPassed ? 'good' : 'bad'}>
                      {t('test.score', { right: score.right, total: score.total })}
                    </Pill>{' '}
                    {entry.content.note}
                  </span>
                </EntryLine>
              )
            })}
          </ul>
          {visit.canWrite &&
            (testId ? (
              <KnowledgeTest key={testId} visit={visit} testId={testId} onDone={() => setTestId(null)} />
            ) : (
              <Button
                icon="plus"
                disabled={visit.kit.knowledge.questions.length === 0}
                onClick={() => setTestId(newId())}
              >
                {t('test.begin')}
              </Button>
            ))}
        </Stack>
      </Card>
    </Stack>
  )
}

type Draft = {
  personName: string
  postId: string
  post: string
  answers: Record<string, string>
  own: string
  ownAnswer: string
  note: string
  leafIds: string[]
}
const EMPTY: Draft = {
  personName: '',
  postId: '',
  post: '',
  answers: {},
  own: '',
  ownAnswer: '',
  note: '',
  leafIds: [],
}

function InterviewForm({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [draft, change, forget] = useKept(`interview-${visit.auditId}`, EMPTY)
  const prompts = visit.kit.interviews.filter((prompt) => prompt.postId === draft.postId)
  const asked = prompts.filter((prompt) => (draft.answers[prompt.id] ?? '').trim() !== '')
  const answers = [
    ...asked.map((prompt) => ({ question: local(prompt.text), answer: draft.answers[prompt.id]!.trim() })),
    ...(draft.own.trim() !== '' && draft.ownAnswer.trim() !== ''
      ? [{ question: draft.own.trim(), answer: draft.ownAnswer.trim() }]
      : []),
  ]
  const isReady = draft.personName.trim() !== '' && draft.post.trim() !== '' && answers.length > 0
  const save = async () => {
    const { personName, post, note } = draft
    await visit.write({
      content: { kind: 'interview', personName: personName.trim(), post: post.trim(), answers, note: note.trim() },
      leafIds: known(visit, [...draft.leafIds, ...asked.flatMap((prompt) => prompt.leafIds)]),
    })
    forget()
  }
  return (
    <Stack>
      <SelectField
        label={t('interview.post')}
        required
        value={draft.postId}
        onChange={(postId) => {
          const post = visit.kit.posts.find((one) => one.id === postId)
          change({ postId, post: post ? local(post.name) : '' })
        }}
        options={visit.kit.posts.map((post) => ({ value: post.id, label: local(post.name) }))}
      />
      <div className="sp-site-two">
        <TextField
          label={t('personName')}
          required
          maxLength={60}
          value={draft.personName}
          onChange={(personName) => change({ personName })}
        />
        <TextField
          label={t('interview.postName')}
          required
          maxLength={100}
          value={draft.post}
          onChange={(post) => change({ post })}
        />
      </div>
      {prompts.map((prompt) => (
        <TextArea
          key={prompt.id}
          label={local(prompt.text)}
          rows={2}
          maxLength={2000}
          value={draft.answers[prompt.id] ?? ''}
          onChange={(answer) => change({ answers: { ...draft.answers, [prompt.id]: answer } })}
        />
      ))}
      <TextField label={t('interview.own')} maxLength={600} value={draft.own} onChange={(own) => change({ own })} />
      {draft.own.trim() !== '' && (
        <TextArea
          label={t('interview.answer')}
          rows={2}
          maxLength={2000}
          value={draft.ownAnswer}
          onChange={(ownAnswer) => change({ ownAnswer })}
        />
      )}
      <TextArea label={t('note')} rows={2} maxLength={2000} value={draft.note} onChange={(note) => change({ note })} />
      <LeafPicker visit={visit} chosen={draft.leafIds} onChange={(leafIds) => change({ leafIds })} />
      <Button kind="primary" icon="check" disabled={!isReady} onClick={() => void save()}>
        {t('interview.save')}
      </Button>
    </Stack>
  )
}

/** Of the kit's leaves those that this scheme has, each once. */
function known(visit: OpenVisit, leafIds: readonly string[]): string[] {
  const ids = new Set(visit.leaves.map((leaf) => leaf.leafId))
  return [...new Set(leafIds)].filter((leafId) => ids.has(leafId))
}
