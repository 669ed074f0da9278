import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { Stack } from '#src/ui/card.tsx'
import { Failed, Skeleton } from '#src/ui/states.tsx'
import { readTransition } from '../contract.ts'
import { EndedList } from './ended-list.tsx'
import { TransitionShown } from './shown.tsx'
import { StartTransition } from './start-transition.tsx'

const FOLLOWED = ['transition', 'assessment', 'adjustment', 'scheme_edition']

/** From one edition of the standard to another: what stays, what must be looked at anew, who does it until when. */
export default function TransitionPage() {
  const { t } = useTranslation('transition')
  const failureWords = useFailureWords()
  useTitle(t('title'))
  const read = useEndpoint(readTransition, {}, { follows: FOLLOWED })
  return (
    <Stack>
      <h1>{t('title')}</h1>
      {read.error && <Failed {...failureWords(read.error)} onRetry={() => void read.refetch()} />}
      {read.isPending && <Skeleton lines={8} />}
      {read.data &&
        (read.data.transition ? <TransitionShown of={read.data.transition} isRunning /> : <StartTransition />)}
      <EndedList />
    </Stack>
  )
}
