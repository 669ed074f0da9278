import { useTranslation } from 'react-i18next'
import { Notice } from '#src/ui/states.tsx'
import type { MappingQuestion } from '../contract/mapping.ts'

/** Words a question of the suggestion, with the meanings it proposes in the reader's language. */
function useQuestionWords(): (question: MappingQuestion) => string {
  const { t, i18n } = useTranslation('import')
  const meaning = (choice: string) =>
    i18n.exists(`choice.${choice}`, { ns: 'import' }) ? t(`choice.${choice}` as 'choice.own') : choice
  const inWords = (text: string) =>
    text.replace(/ → ([a-z_]+)(?= \||$)/g, (_, choice: string) => ` → ${meaning(choice)}`)
  return ({ code, params }) => {
    const order = params.order === 'dmy' ? t('map.dmy') : t('map.mdy')
    const words = typeof params.words === 'string' ? inWords(params.words) : ''
    return String(t(`question.${code}` as 'question.blank_means', { ...params, order, words } as never))
  }
}

/** What somebody should look at before the file is believed. */
export function Questions({ questions }: { questions: readonly MappingQuestion[] }) {
  const { t } = useTranslation('import')
  const words = useQuestionWords()
  if (questions.length === 0) return null
  return (
    <Notice tone="warn" title={t('map.questions')}>
      <p>{t('map.questionsHint')}</p>
      <ul className="imp-questions">
        {questions.map((question) => (
          <li key={`${question.sheet} ${question.column} ${question.code}`}>
            <strong>{[question.sheet, question.header].filter(Boolean).join(' · ')}</strong> {words(question)}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
