package se.budkavle.cli;

/** Ends an operator's suspension of something. */
abstract class ResumeCommand extends ApiCommand {

    /** The path of what is meant, as operators see it. */
    abstract String path();

    @Override
    void run(Api api, String token) {
        api.expect(Call.post(path() + "/resume"), token);
        say("Resumed.");
    }

    @Override
    String scope() {
        return "operator:write";
    }
}
