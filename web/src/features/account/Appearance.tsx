import { useLanguage, useT, LANGUAGES, type Language } from '@/app/texts'
import { Choice } from '@/parts/Choice'
import { Line, Panel, SectionHead } from '@/parts/Sections'
import { chooseDensity, useDensity, useScheme, type Density, type Scheme } from '@/shell/appearance'

/** Colours, density, language: of this browser. */
export function Appearance() {
  const t = useT()
  const { scheme, chooseScheme } = useScheme()
  const density = useDensity()
  const { language, choose } = useLanguage()
  return (
    <>
      <SectionHead title={t('account.appearance')} hint={t('account.appearanceHint')} />
      <Panel>
        <Line title={t('shell.theme')}>
          <Choice<Scheme> quiet label={t('shell.theme')} width={190} value={scheme} onChoose={chooseScheme} options={[{ value: 'light', text: t('shell.themeLight') }, { value: 'dark', text: t('shell.themeDark') }, { value: 'system', text: t('shell.themeSystem') }]} />
        </Line>
        <Line title={t('shell.density')} hint={t('account.densityHint')}>
          <Choice<Density> quiet label={t('shell.density')} width={190} value={density} onChoose={chooseDensity} options={[{ value: 'compact', text: t('shell.compact') }, { value: 'cozy', text: t('shell.cozy') }]} />
        </Line>
        <Line title={t('shell.language')}>
          <Choice<Language> quiet label={t('shell.language')} width={190} value={language} onChoose={choose} options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, text: LANGUAGES[value] }))} />
        </Line>
      </Panel>
    </>
  )
}
