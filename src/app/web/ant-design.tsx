import { ConfigProvider, type ConfigProviderProps, type ThemeConfig } from 'antd'
import * as enUS from 'antd/locale/en_US.js'
import * as zhCN from 'antd/locale/zh_CN.js'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useScrollableTables } from './scrollable-tables.ts'

/** The tokens of `ui/theme.css` in Ant Design's words, so that its tables and forms look like the rest. */
const theme: ThemeConfig = {
  components: { Descriptions: { labelColor: '#4a5f5b' } },
  cssVar: { key: 'starproof' },
  token: {
    colorPrimary: '#0b5f57',
    colorInfo: '#1f568f',
    colorSuccess: '#1b6b43',
    colorWarning: '#8a4b00',
    colorError: '#a8281c',
    colorSuccessBg: '#e1f2e8',
    colorWarningBg: '#fdeedb',
    colorErrorBg: '#fbe6e3',
    colorInfoBg: '#e3eef9',
    colorLink: '#0b5f57',
    colorTextBase: '#17302d',
    colorTextPlaceholder: '#5d6f6b',
    colorTextDescription: '#4a5f5b',
    colorBgLayout: '#f6f5f1',
    colorBorder: '#7f8b87',
    colorBorderSecondary: '#d9d6cc',
    borderRadius: 8,
    fontSize: 14,
    fontFamily: 'var(--font)',
  },
}

type Locale = NonNullable<ConfigProviderProps['locale']>

// The types of these modules and what the bundler makes of them nest `default` differently.
function localeIn(module: object): Locale {
  let found = module
  while ('default' in found) found = found.default as object
  return found as Locale
}

const LOCALES = { zh: localeIn(zhCN), en: localeIn(enUS) }

/** Ant Design in the reader's language and in our colours; the desk only. */
export function AntDesign({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  useScrollableTables()
  const isChinese = i18n.language === 'zh-CN'
  dayjs.locale(isChinese ? 'zh-cn' : 'en')
  return (
    <ConfigProvider locale={isChinese ? LOCALES.zh : LOCALES.en} theme={theme} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  )
}
