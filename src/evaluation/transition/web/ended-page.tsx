import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { readEndedTransition } from '../contract.ts'
import { TransitionShown } from './shown.tsx'

/** A transition that is over, as it stood when it was ended. */
export default function EndedPage({ params }: ScreenProps) {
  const { t, i18n } = useTranslation('transition')
  const failureWords = useFailureWords()
  useTitle(t('ended.one'))
  const read = useEndpoint(readEndedTransition, { params: { transitionId: params.transitionId! } })
  return (
    <Stack>
      <Link href="/transition">{t('ended.back')}</Link>
      <h1>{t('ended.one')}</h1>
      {read.error && <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton lines={8} />}
      {read.data && (
        <>
          <Notice
            title={t('ended.by', {
              name: read.data.endedByName,
              at: showAt(read.data.endedAt, i18n.language),
              reason: read.data.reason,
            })}
          >
            {t('ended.frozen')}
          </Notice>
          <TransitionShown of={read.data.transition} isRunning={false} />
        </>
      )}
    </Stack>
  )
}
