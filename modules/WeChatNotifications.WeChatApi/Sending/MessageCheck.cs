namespace WeChatNotifications.WeChatApi.Sending;

/// <summary>Checks what WeChat demands of every message; the exceptions name the part, never its content.</summary>
internal readonly struct MessageCheck(string parameterName)
{
    /// <exception cref="ArgumentException">The part is missing.</exception>
    public MessageCheck Text(string? value, string part) => string.IsNullOrWhiteSpace(value) ? throw Broken($"The message has no {part}.") : this;

    /// <exception cref="ArgumentException">The data is missing, or a field lacks its name or value or comes twice.</exception>
    public MessageCheck Data(IReadOnlyList<KeyValuePair<string, string>>? data, string part = "Data")
    {
        // Every message comes by here: the words are put together only when they are needed.
        if (data is null)
        {
            throw Broken($"The message has no {part}.");
        }

        for (var i = 0; i < data.Count; i++)
        {
            var (field, value) = data[i];
            if (string.IsNullOrWhiteSpace(field) || value is null)
            {
                throw Broken($"The message's {part} has a field without a {(string.IsNullOrWhiteSpace(field) ? "name" : "value")}.");
            }

            for (var j = 0; j < i; j++)
            {
                if (data[j].Key == field)
                {
                    throw Broken($"The message's {part} names a field twice.");
                }
            }
        }

        return this;
    }

    /// <exception cref="ArgumentException">There is a link, and it names no mini program.</exception>
    public MessageCheck Link(MiniProgramLink? link) =>
        Require(link is null || !string.IsNullOrWhiteSpace(link.AppId), "The message's MiniProgram has no AppId.");

    /// <exception cref="ArgumentException">The condition does not hold.</exception>
    public MessageCheck Require(bool condition, string otherwise) =>
        condition ? this : throw Broken(otherwise);

    private ArgumentException Broken(string rule) => new(rule, parameterName);
}
