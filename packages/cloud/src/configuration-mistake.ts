/** A configuration that cannot be used; each line of the message is one mistake. */
export class ConfigurationMistake extends Error {
  override readonly name = 'ConfigurationMistake';
}
