import { Button, Checkbox, Flex, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { type TakeProgress, takeFile } from '#src/client/take-file.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { Notice } from '#src/ui/states.tsx'
import { downloadPack } from '../contract.ts'

/** Takes the evidence pack out of the house, and tells how anybody can check it. */
export function PackCard() {
  const { t } = useTranslation(['evidence', 'common'])
  const failureWords = useFailureWords()
  const [withoutPersonalData, setWithout] = useState(false)
  const [progress, setProgress] = useState<TakeProgress | null>(null)
  const [outcome, setOutcome] = useState<{ done: true } | { error: unknown } | null>(null)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])

  const take = () => {
    const controller = new AbortController()
    leaving.current = controller
    setOutcome(null)
    const query = { without_personal_data: withoutPersonalData ? '1' : '0' }
    takeFile(addressOf(downloadPack.path, undefined, query), setProgress, controller.signal)
      .then(
        () => setOutcome({ done: true }),
        (error: unknown) => controller.signal.aborted || setOutcome({ error }),
      )
      .finally(() => setProgress(null))
  }
  return (
    <Card title={t('pack.title')}>
      <Stack>
        <p>{t('pack.about')}</p>
        <Checkbox
          checked={withoutPersonalData}
          disabled={progress !== null}
          onChange={(event) => setWithout(event.target.checked)}
        >
          {t('pack.withoutPersonalData')}
        </Checkbox>
        <Flex gap={12} align="center" wrap>
          <Button type="primary" loading={progress !== null} onClick={take}>
            {t('pack.take')}
          </Button>
          {progress && <Button onClick={() => leaving.current?.abort()}>{t('common:action.cancel')}</Button>}
          {progress?.phase === 'making' && <span role="status">{t('pack.making')}</span>}
        </Flex>
        {progress?.phase === 'receiving' && (
          <Progress
            aria-label={t('pack.receiving')}
            percent={progress.total > 0 ? Math.floor((progress.bytes / progress.total) * 100) : 0}
          />
        )}
        {outcome && 'done' in outcome && <Notice tone="good" title={t('pack.taken')} />}
        {outcome && 'error' in outcome && (
          <Notice tone="bad" title={failureWords(outcome.error).title}>
            {failureWords(outcome.error).detail}
          </Notice>
        )}
        <details>
          <summary>{t('verify.title')}</summary>
          <p>{t('verify.command')}</p>
          <pre>starproof verify starproof.starpack --key …</pre>
          <p>{t('verify.hand')}</p>
          <p>{t('verify.key')}</p>
        </details>
      </Stack>
    </Card>
  )
}
