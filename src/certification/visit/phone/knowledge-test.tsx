import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextField } from '#src/ui/field.tsx'
import { drawQuestions } from '../../visit-kit/rules/kit.ts'
import type { OpenVisit } from './use-visit.ts'

type KnowledgeTestProps = { visit: OpenVisit; testId: string; onDone: () => void }

/** Questions drawn by the test's own id; whoever is asked gives the answers, the auditor writes them down. */
export function KnowledgeTest({ visit, testId, onDone }: KnowledgeTestProps) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const [personName, setName] = useState('')
  const [post, setPost] = useState('')
  const [choices, setChoices] = useState<Record<string, string>>({})
  const questions = drawQuestions(visit.kit, testId)
  const save = async () => {
    const answers = questions.map((one) => ({ questionId: one.id, choiceId: choices[one.id] ?? null }))
    await visit.write({
      id: testId,
      content: { kind: 'knowledge_test', personName: personName.trim(), post: post.trim(), answers, note: '' },
    })
    onDone()
  }
  return (
    <Stack>
      <div className="sp-site-two">
        <TextField label={t('personName')} required maxLength={60} value={personName} onChange={setName} />
        <TextField label={t('interview.postName')} required maxLength={100} value={post} onChange={setPost} />
      </div>
      {questions.map((one, at) => (
        <SegmentedChoice
          key={one.id}
          label={`${at + 1}. ${local(one.text)}`}
          options={one.choices.map((choice) => ({ value: choice.id, label: local(choice.text) }))}
          value={choices[one.id] ?? null}
          onChange={(choice) => setChoices({ ...choices, [one.id]: choice })}
        />
      ))}
      <RowOf>
        <Button
          kind="primary"
          icon="check"
          disabled={personName.trim() === '' || post.trim() === ''}
          onClick={() => void save()}
        >
          {t('test.save')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {t('drop')}
        </Button>
      </RowOf>
    </Stack>
  )
}
