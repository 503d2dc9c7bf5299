package io.countermark.app.money;

/** The accounts of the ledger. */
public enum Account {
    CASH,
    REGISTRATION_FEES,
    AGENT_AND_LAWYER,
    PLATFORM_DEPOSIT,
    COURT_FEES,
    TEST_BUYS,
    LICENCE_INCOME,
    SETTLEMENTS,
    DAMAGES_AWARDED,
    DAMAGES_COLLECTED,
    SUCCESS_FEES,
    FROZEN_FUNDS,
    CURRENCY_DIFFERENCE,
    PROVISION
}
