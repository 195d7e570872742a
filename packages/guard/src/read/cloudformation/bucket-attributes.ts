// The attributes of a bucket that follow from its name.

export function attributeOfBucket(name: string, attribute: string, region: string): string | undefined {
  switch (attribute) {
    case 'Arn':
      return `arn:aws:s3:::${name}`;
    case 'DomainName':
      return `${name}.s3.amazonaws.com`;
    case 'RegionalDomainName':
      return `${name}.s3.${region}.amazonaws.com`;
    case 'WebsiteURL':
      return `http://${name}.s3-website-${region}.amazonaws.com`;
    default:
      return undefined;
  }
}
