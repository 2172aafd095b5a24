#!/bin/sh
# Makes the secrets that docker-compose.yml reads, in ./secrets: each once, those that are there stay as they are.
# The folder is its owner's alone; the files in it can be read, since each container has a user of its own.
set -eu
umask 077
mkdir -p secrets

word() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -e "secrets/$1" ] || { cat >"secrets/$1.coming"; chmod 444 "secrets/$1.coming"; mv "secrets/$1.coming" "secrets/$1"; }; }
of() { cat "secrets/$1"; }

for name in mongo_keyfile mongo_root_password mongo_password kafka_admin_password kafka_password; do
    word | keep "$name"
done
keep mongo_url <<END
mongodb://xiaohao:$(of mongo_password)@mongo-1:27017,mongo-2:27017,mongo-3:27017/xiaohao?replicaSet=rs0&authSource=xiaohao
END
keep kafka_jaas <<END
KafkaServer {
  org.apache.kafka.common.security.plain.PlainLoginModule required
    username="admin" password="$(of kafka_admin_password)" user_admin="$(of kafka_admin_password)";
  org.apache.kafka.common.security.scram.ScramLoginModule required;
};
END
keep kafka_admin <<END
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="$(of kafka_admin_password)";
END
