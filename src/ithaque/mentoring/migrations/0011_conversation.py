"""Files, references and words of messages; the words of messages already there are written."""

import django.db.models.deletion
import uuid

from django.db import migrations, models
import ithaque.kernel.clock

def index_messages(apps, schema_editor):
    # After each migration `ithaque.mentoring.indexing` sees to the index over these words.
    from ithaque.mentoring.searching import index_words

    words = apps.get_model("mentoring", "MessageWords")
    messages = apps.get_model("mentoring", "Message").objects.exclude(body="")
    words.objects.bulk_create(
        (
            words(message_id=pk, words=index_words(body))
            for pk, body in messages.values_list("pk", "body").iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0002_initial'),
        ('mentoring', '0010_flash_slots'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageWords',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='mentoring.message')),
                ('words', models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='edited_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='readmark',
            name='seen_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(default=ithaque.kernel.clock.now, editable=False)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.storedfile')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='mentoring.message')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='MessageReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('goal', 'Goal'), ('meeting', 'Meeting'), ('action', 'Action')], max_length=7)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mentoring.action')),
                ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mentoring.goal')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mentoring.meeting')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='mentoring.message')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(index_messages, migrations.RunPython.noop),
    ]
