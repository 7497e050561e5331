//! A throwaway certificate for `discord.com`, and the one client that believes it.
//!
//! The client knows `discord.com` as an address on this machine and trusts no other root. So the bot under test keeps
//! serenity's rate limiter, TLS and addresses, and can still reach nobody but the fake.

use std::net::SocketAddr;
use std::sync::LazyLock;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509NameBuilder};
use tokio_native_tls::{TlsAcceptor, native_tls};

const HOST: &str = "discord.com";

struct Pair {
    certificate_pem: Vec<u8>,
    key_pem: Vec<u8>,
}

static PAIR: LazyLock<Pair> = LazyLock::new(|| make().expect("OpenSSL can make a certificate"));

/// Speaks TLS as `discord.com`.
pub fn acceptor() -> TlsAcceptor {
    let identity = native_tls::Identity::from_pkcs8(&PAIR.certificate_pem, &PAIR.key_pem).unwrap();
    native_tls::TlsAcceptor::new(identity).unwrap().into()
}

/// Knows `discord.com` as this address, and nobody else.
pub fn client(address: SocketAddr) -> reqwest::Client {
    let root = reqwest::Certificate::from_pem(&PAIR.certificate_pem).unwrap();
    reqwest::Client::builder()
        .use_native_tls()
        .tls_built_in_root_certs(false)
        .add_root_certificate(root)
        .resolve(HOST, address)
        .no_proxy()
        .build()
        .unwrap()
}

fn make() -> Result<Pair, openssl::error::ErrorStack> {
    let curve = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let key = PKey::from_ec_key(EcKey::generate(&curve)?)?;
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("CN", HOST)?;
    let name = name.build();
    let mut certificate = X509::builder()?;
    certificate.set_version(2)?;
    let serial = BigNum::from_u32(1)?.to_asn1_integer()?;
    certificate.set_serial_number(&serial)?;
    certificate.set_subject_name(&name)?;
    certificate.set_issuer_name(&name)?;
    certificate.set_pubkey(&key)?;
    let (yesterday, tomorrow) = (Asn1Time::from_unix(0)?, Asn1Time::days_from_now(2)?);
    certificate.set_not_before(&yesterday)?;
    certificate.set_not_after(&tomorrow)?;
    certificate.append_extension(BasicConstraints::new().critical().ca().build()?)?;
    let names = SubjectAlternativeName::new().dns(HOST).build(&certificate.x509v3_context(None, None))?;
    certificate.append_extension(names)?;
    certificate.sign(&key, MessageDigest::sha256())?;
    Ok(Pair { certificate_pem: certificate.build().to_pem()?, key_pem: key.private_key_to_pem_pkcs8()? })
}
