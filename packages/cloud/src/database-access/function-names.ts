// What the template and the function's archive agree on.

/** Certificate of the authority that signs the cluster's. */
export const authorityFile = 'rds-eu-west-1-rsa4096-g1.pem';
