import { useTranslation } from 'react-i18next'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { HARDWARE_SECTIONS, type VisitKit } from '../contract/kit.ts'

type Sourced = { provenance: VisitKit['posts'][number]['provenance'] }

/** Everything in a kit, as the team will see it; what is our own allocation says so. */
export function KitContent({ kit }: { kit: VisitKit }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  const postName = (id: string) => {
    const post = kit.posts.find((one) => one.id === id)
    return post ? local(post.name) : id
  }
  return (
    <Stack>
      <Card title={t('meeting.posts')}>
        <ul>
          {kit.posts.map((post) => (
            <li key={post.id}>
              {local(post.name)} · {t(post.required ? 'meeting.required' : 'meeting.optional')} <Source of={post} />
            </li>
          ))}
        </ul>
      </Card>
      {HARDWARE_SECTIONS.map((section) => (
        <Card key={section} title={t(`hardware.section.${section}`)}>
          <ul>
            {kit.hardware
              .filter((item) => item.section === section)
              .map((item) => (
                <li key={item.id}>
                  {local(item.text)} <span className="sp-soft">{item.leafIds.join(' ')}</span> <Source of={item} />
                </li>
              ))}
          </ul>
        </Card>
      ))}
      <Card title={t('interview.title')}>
        <ul>
          {kit.interviews.map((prompt) => (
            <li key={prompt.id}>
              {postName(prompt.postId)}：{local(prompt.text)} <Source of={prompt} />
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('test.title')}>
        <p className="sp-soft">{t('test.hint', { count: kit.knowledge.drawn.value })}</p>
        <ol>
          {kit.knowledge.questions.map((one) => (
            <li key={one.id}>
              {local(one.text)}{' '}
              <strong>
                {one.choices.filter((choice) => choice.id === one.right).map((choice) => local(choice.text))}
              </strong>{' '}
              <Source of={one} />
            </li>
          ))}
        </ol>
      </Card>
      <Card title={t('call.script')}>
        <ol>
          {kit.callScript.map((line) => (
            <li key={line.id}>
              {local(line.text)} <Source of={line} />
            </li>
          ))}
        </ol>
      </Card>
    </Stack>
  )
}

function Source({ of }: { of: Sourced }) {
  const { t } = useTranslation('visit')
  const { kind } = of.provenance
  return <Pill tone={kind === 'default' || kind === 'unsourced' ? 'plain' : 'good'}>{t(`kit.source.${kind}`)}</Pill>
}
